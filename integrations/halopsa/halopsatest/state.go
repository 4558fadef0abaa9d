package halopsatest

import (
	"encoding/json"
	"time"

	"countersign/integrations/fake"
)

// client is a customer. Each has one site, of the same id.
type client struct {
	ID       int       `json:"id"`
	Name     string    `json:"name"`
	Inactive bool      `json:"inactive"`
	Updated  time.Time `json:"updated"`
}

// user is a person at a customer. A general one stands for a site and is no person.
type user struct {
	ID       int       `json:"id"`
	ClientID int       `json:"client_id"` // 0 for none
	First    string    `json:"first"`
	Last     string    `json:"last"`
	Email    string    `json:"email"`
	Mobile   string    `json:"mobile"`
	Phone    string    `json:"phone"`
	Inactive bool      `json:"inactive"`
	General  bool      `json:"general"`
	Updated  time.Time `json:"updated"`
}

// fault is what Halo calls a ticket.
type fault struct {
	ID         int       `json:"id"`
	Summary    string    `json:"summary"`
	Details    string    `json:"details"`
	TypeID     int       `json:"type_id"`
	StatusID   int       `json:"status_id"`
	PriorityID int       `json:"priority_id"`
	ClientID   int       `json:"client_id"`
	UserID     int       `json:"user_id"`
	AgentID    int       `json:"agent_id"`
	Team       string    `json:"team"`
	Category   string    `json:"category"`
	Occurred   time.Time `json:"occurred"`
	Updated    time.Time `json:"updated"`
	Closed     time.Time `json:"closed"` // zero for one that is open
	WasClosed  bool      `json:"was_closed"`
	Deleted    bool      `json:"deleted"`
}

// action is a note of a ticket.
type action struct {
	ID       int       `json:"id"`
	TicketID int       `json:"ticket_id"`
	Outcome  string    `json:"outcome"`
	Note     string    `json:"note"`
	Hidden   bool      `json:"hidden"`
	AgentID  int       `json:"agent_id"`
	At       time.Time `json:"at"`
}

// file is an attachment of a ticket; its bytes are not kept.
type file struct {
	ID       int       `json:"id"`
	TicketID int       `json:"ticket_id"`
	Name     string    `json:"name"`
	Size     int       `json:"size"`
	Image    bool      `json:"image"`
	At       time.Time `json:"at"`
}

// Key is the id of a record.
func (c client) Key() int { return c.ID }

// Key is the id of a record.
func (u user) Key() int { return u.ID }

// Key is the id of a record.
func (f fault) Key() int { return f.ID }

// Key is the id of a record.
func (a action) Key() int { return a.ID }

// Key is the id of a record.
func (f file) Key() int { return f.ID }

// state is all that a fake holds.
type state struct {
	clients fake.Table[int, client]
	users   fake.Table[int, user]
	general fake.Table[int, user]
	tickets fake.Table[int, fault]
	actions fake.Threads[int, action] // of a ticket
	files   fake.Threads[int, file]   // of a ticket
}

func newState() state {
	var st state
	st.seed()
	return st
}

func (st *state) putUser(row user) {
	if row.General {
		st.general.Put(row)
		st.users.Last = max(st.users.Last, row.ID)
		return
	}
	st.users.Put(row)
}

// kinds put stored entries into the state.
func (st *state) kinds() map[string]func(json.RawMessage) error {
	return map[string]func(json.RawMessage) error{
		"client":       fake.Replay(st.clients.Put),
		"user":         fake.Replay(st.putUser),
		"user_deleted": fake.Replay(st.users.Drop),
		"ticket":       fake.Replay(st.tickets.Put),
		"action":       fake.Replay(func(a action) { st.actions.Add(a.TicketID, a) }),
		"file":         fake.Replay(func(f file) { st.files.Add(f.TicketID, f) }),
	}
}
