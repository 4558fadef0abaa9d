package zendesktest

import (
	"encoding/json"
	"slices"

	"countersign/integrations/fake"
)

// Rows that stand in a table are never changed, only replaced: they may be on their way to a client. Times are seconds of Unix time.

type user struct {
	ID        int64             `json:"id"`
	Name      string            `json:"name"`
	Email     string            `json:"email,omitempty"`
	Phone     string            `json:"phone,omitempty"`
	Shared    bool              `json:"shared,omitempty"` // another user has the phone too
	Numbers   []string          `json:"numbers,omitempty"`
	Fields    map[string]string `json:"fields,omitempty"`
	Role      string            `json:"role"`
	Org       int64             `json:"org,omitempty"`
	Deleted   bool              `json:"deleted,omitempty"`
	Suspended bool              `json:"suspended,omitempty"`
	Created   int64             `json:"created"`
	Updated   int64             `json:"updated"`
}

type organization struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Created int64  `json:"created"`
	Updated int64  `json:"updated"`
}

type ticket struct {
	ID           int64     `json:"id"`
	Subject      string    `json:"subject"`
	Status       string    `json:"status"`
	CustomStatus int64     `json:"custom_status"`
	Type         string    `json:"type,omitempty"`
	Priority     string    `json:"priority,omitempty"`
	Group        int64     `json:"group,omitempty"`
	Form         int64     `json:"form,omitempty"`
	Org          int64     `json:"org,omitempty"`
	Requester    int64     `json:"requester"`
	External     string    `json:"external,omitempty"`
	Comments     []comment `json:"comments"`
	Deleted      bool      `json:"deleted,omitempty"`
	Created      int64     `json:"created"`
	Updated      int64     `json:"updated"`
}

type comment struct {
	ID      int64  `json:"id"`
	Body    string `json:"body"`
	Public  bool   `json:"public"`
	Author  int64  `json:"author"`
	Files   []file `json:"files,omitempty"`
	Created int64  `json:"created"`
}

type file struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"`
}

// Key is the id of a record.
func (u *user) Key() int64 { return u.ID }

// Key is the id of a record.
func (o *organization) Key() int64 { return o.ID }

// Key is the id of a record.
func (t *ticket) Key() int64 { return t.ID }

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	users         fake.Table[int64, *user]
	organizations fake.Table[int64, *organization]
	tickets       fake.Table[int64, *ticket]
	changedUsers  []*user         // by the time of their change; nil after one
	changedOrgs   []*organization // likewise
	lastComment   int64
	lastFile      int64
	uploads       map[string]file
	answered      map[string]answered // new tickets by their idempotency keys
}

// answered is what a new ticket was answered with.
type answered struct {
	body string
	id   int64
	at   int64
}

func newState(email string) state {
	st := state{uploads: map[string]file{}, answered: map[string]answered{}, lastComment: 5_000_000, lastFile: 7_000_000}
	st.seed(email)
	return st
}

func (st *state) putUser(row *user) {
	st.users.Put(row)
	st.changedUsers = nil
}

func (st *state) putOrganization(row *organization) {
	st.organizations.Put(row)
	st.changedOrgs = nil
}

func (st *state) putTicket(row *ticket) {
	st.tickets.Put(row)
	for _, one := range row.Comments {
		st.lastComment = max(st.lastComment, one.ID)
		for _, file := range one.Files {
			st.lastFile = max(st.lastFile, file.ID)
		}
	}
	if len(st.tickets.Rows) > fake.TicketsKept { // the oldest is forgotten
		st.tickets.Rows = slices.Clone(st.tickets.Rows[1:])
	}
}

// kinds put stored entries into the state.
func (st *state) kinds() map[string]func(json.RawMessage) error {
	return map[string]func(json.RawMessage) error{
		"user":         fake.Replay(st.putUser),
		"organization": fake.Replay(st.putOrganization),
		"ticket":       fake.Replay(st.putTicket),
	}
}

// byChange are rows in the order of their changes.
func byChangeOf[Row interface{ Key() int64 }](rows []Row, updated func(Row) int64) []Row {
	sorted := slices.Clone(rows)
	slices.SortFunc(sorted, func(a, b Row) int {
		if updated(a) != updated(b) {
			return int(updated(a) - updated(b))
		}
		return int(a.Key() - b.Key())
	})
	return sorted
}
