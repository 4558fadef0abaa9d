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
	Shared    bool              `json:"shared,omitempty"` // somebody else has the phone too
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

func (u *user) key() int64         { return u.ID }
func (o *organization) key() int64 { return o.ID }
func (t *ticket) key() int64       { return t.ID }

// table holds rows by id, the oldest first.
type table[Row interface{ key() int64 }] struct {
	rows []Row
	last int64 // the largest id ever given
}

func (t *table[Row]) find(id int64) (at int, found bool) {
	return slices.BinarySearchFunc(t.rows, id, func(row Row, id int64) int { return int(row.key() - id) })
}

func (t *table[Row]) get(id int64) (row Row, ok bool) {
	at, ok := t.find(id)
	if ok {
		row = t.rows[at]
	}
	return row, ok
}

func (t *table[Row]) put(row Row) {
	at, found := t.find(row.key())
	if found {
		t.rows[at] = row
	} else {
		t.rows = slices.Insert(t.rows, at, row)
	}
	t.last = max(t.last, row.key())
}

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	users         table[*user]
	organizations table[*organization]
	tickets       table[*ticket]
	changedUsers  []*user         // by the time of their change; nil after one
	changedOrgs   []*organization // likewise
	lastComment   int64
	lastFile      int64
	uploads       map[string]file
	answered      map[string]answered // new tickets by their idempotency keys
	changes       int                 // how many contacts were changed
	populated     map[fake.Population]fake.Populated
}

// answered is what a new ticket was answered with.
type answered struct {
	body string
	id   int64
	at   int64
}

func newState(email string) state {
	st := state{uploads: map[string]file{}, answered: map[string]answered{}, populated: map[fake.Population]fake.Populated{}, lastComment: 5_000_000, lastFile: 7_000_000}
	st.found(email)
	return st
}

func (st *state) putUser(row *user) {
	st.users.put(row)
	st.changedUsers = nil
}

func (st *state) putOrganization(row *organization) {
	st.organizations.put(row)
	st.changedOrgs = nil
}

func (st *state) putTicket(row *ticket) {
	st.tickets.put(row)
	for _, one := range row.Comments {
		st.lastComment = max(st.lastComment, one.ID)
		for _, file := range one.Files {
			st.lastFile = max(st.lastFile, file.ID)
		}
	}
	if len(st.tickets.rows) > fake.TicketsKept { // the oldest is forgotten
		st.tickets.rows = slices.Clone(st.tickets.rows[1:])
	}
}

// load reads back what the store holds.
func (s *Server) load() error {
	return s.cfg.Store.Replay(func(kind string, value json.RawMessage) error {
		switch kind {
		case "populate":
			var p fake.Population
			err := json.Unmarshal(value, &p)
			if err == nil {
				s.populate(p)
			}
			return err
		case "user":
			return put(value, s.putUser)
		case "organization":
			return put(value, s.putOrganization)
		case "ticket":
			return put(value, s.putTicket)
		case "changed":
			return put(value, func(count *int) { s.changes += *count })
		}
		return nil
	})
}

func put[Row any](value json.RawMessage, into func(*Row)) error {
	var row Row
	if err := json.Unmarshal(value, &row); err != nil {
		return err
	}
	into(&row)
	return nil
}

// keep stores a row before anybody sees it.
func keep[Row any](s *Server, kind string, row *Row, into func(*Row)) error {
	if err := s.cfg.Store.Append(kind, row); err != nil {
		return err
	}
	into(row)
	s.cfg.Changed()
	return nil
}

// byChange are rows in the order of their changes.
func byChangeOf[Row interface{ key() int64 }](rows []Row, updated func(Row) int64) []Row {
	sorted := slices.Clone(rows)
	slices.SortFunc(sorted, func(a, b Row) int {
		if updated(a) != updated(b) {
			return int(updated(a) - updated(b))
		}
		return int(a.key() - b.key())
	})
	return sorted
}
