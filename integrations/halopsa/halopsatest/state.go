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

// user is a person at a customer. A general one stands for a site and is nobody.
type user struct {
	ID       int       `json:"id"`
	ClientID int       `json:"client_id"` // 0 for nobody's
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

// action is a note of a ticket, or time that it took.
type action struct {
	ID       int       `json:"id"`
	TicketID int       `json:"ticket_id"`
	Outcome  string    `json:"outcome"`
	Note     string    `json:"note"`
	Hidden   bool      `json:"hidden"`
	Hours    float64   `json:"hours"`
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

func (c client) key() int { return c.ID }
func (u user) key() int   { return u.ID }
func (f fault) key() int  { return f.ID }

// state is all that a fake holds.
type state struct {
	clients    table[client]
	users      table[user]
	general    table[user]
	tickets    table[fault]
	actions    map[int][]action // of a ticket, the oldest first
	files      map[int][]file   // of a ticket, the oldest first
	lastAction int
	lastFile   int
	changes    int // how many users were changed
	populated  map[fake.Population]fake.Populated
}

func newState() state {
	st := state{actions: map[int][]action{}, files: map[int][]file{}, populated: map[fake.Population]fake.Populated{}}
	st.found()
	return st
}

func (st *state) putUser(row user) {
	if row.General {
		st.general.put(row)
		st.users.last = max(st.users.last, row.ID)
		return
	}
	st.users.put(row)
}

func (st *state) putAction(row action) {
	st.actions[row.TicketID] = append(st.actions[row.TicketID], row)
	st.lastAction = max(st.lastAction, row.ID)
}

func (st *state) putFile(row file) {
	st.files[row.TicketID] = append(st.files[row.TicketID], row)
	st.lastFile = max(st.lastFile, row.ID)
}

// load reads back what the store holds.
func (s *Server) load() error {
	return s.cfg.Store.Replay(func(kind string, value json.RawMessage) error {
		switch kind {
		case "populate":
			return replayed(value, func(p fake.Population) { s.populate(p) })
		case "client":
			return replayed(value, s.clients.put)
		case "user":
			return replayed(value, s.putUser)
		case "user_deleted":
			return replayed(value, s.users.drop)
		case "ticket":
			return replayed(value, s.tickets.put)
		case "action":
			return replayed(value, s.putAction)
		case "file":
			return replayed(value, s.putFile)
		case "changed":
			return replayed(value, func(count int) { s.changes += count })
		}
		return nil
	})
}

func replayed[Value any](raw json.RawMessage, put func(Value)) error {
	var value Value
	if err := json.Unmarshal(raw, &value); err != nil {
		return err
	}
	put(value)
	return nil
}
