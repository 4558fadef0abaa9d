package kaseyabmstest

import (
	"encoding/json"
	"maps"
	"slices"

	"countersign/integrations/fake"
)

// Row is one record as its JSON shows it. Rows that stand in a table are never changed, only replaced: they may be on their way to a client.
type Row map[string]any

// int is a number of a row; 0 for none.
func (r Row) int(name string) int {
	switch value := r[name].(type) {
	case float64:
		return int(value)
	case int:
		return value
	}
	return 0
}

func (r Row) words(name string) string {
	text, _ := r[name].(string)
	return text
}

// rows are the records of a list within a row.
func (r Row) rows(name string) []Row {
	switch held := r[name].(type) {
	case []Row:
		return held
	case []any:
		out := make([]Row, len(held))
		for i, one := range held {
			inner, _ := one.(map[string]any)
			out[i] = inner
		}
		return out
	}
	return nil
}

func (r Row) clone() Row { return maps.Clone(r) }

// table holds rows by id, the oldest first.
type table struct {
	rows []Row
	last int // the largest id ever given
}

func (t *table) put(row Row) {
	id := row.int("id")
	at, found := t.find(id)
	if found {
		t.rows[at] = row
	} else {
		t.rows = slices.Insert(t.rows, at, row)
	}
	t.last = max(t.last, id)
}

func (t *table) drop(id int) {
	if at, found := t.find(id); found {
		t.rows = slices.Delete(slices.Clone(t.rows), at, at+1)
	}
}

func (t *table) find(id int) (at int, found bool) {
	return slices.BinarySearchFunc(t.rows, id, func(row Row, id int) int { return row.int("id") - id })
}

func (t *table) row(id int) (Row, bool) {
	at, found := t.find(id)
	if !found {
		return nil, false
	}
	return t.rows[at], true
}

// ticketsKept bounds what one fake holds: beyond it the oldest tickets are forgotten.
const ticketsKept = fake.TicketsKept

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	accounts  table
	contacts  table
	tickets   table
	notes     map[int][]Row // by ticket, the oldest first
	times     map[int][]Row // by ticket, the oldest first
	lastNote  int
	lastFile  int
	lastTime  int
	lastPhone int
	changes   int // how many contacts were changed
	populated map[fake.Population]fake.Populated
}

func newState() state {
	st := state{notes: map[int][]Row{}, times: map[int][]Row{}, lastPhone: firstPhone, populated: map[fake.Population]fake.Populated{}}
	st.accounts.last, st.contacts.last, st.tickets.last = FirstAccount-1, FirstContact-1, FirstTicket-1
	return st
}

func (st *state) putTicket(row Row) {
	st.tickets.put(row)
	for len(st.tickets.rows) > ticketsKept {
		st.dropTicket(st.tickets.rows[0].int("id"))
	}
}

func (st *state) dropTicket(id int) {
	st.tickets.drop(id)
	delete(st.notes, id)
	delete(st.times, id)
}

func (st *state) putNote(row Row) {
	id := row.int("ticketId")
	st.notes[id] = append(slices.Clone(st.notes[id]), row)
	st.lastNote = max(st.lastNote, row.int("id"))
	for _, file := range row.rows("attachments") {
		st.lastFile = max(st.lastFile, file.int("id"))
	}
}

func (st *state) putTime(row Row) {
	id := row.int("ticketId")
	st.times[id] = append(slices.Clone(st.times[id]), row)
	st.lastTime = max(st.lastTime, row.int("id"))
}

func (st *state) putContact(row Row) {
	st.contacts.put(row)
	for _, phone := range row.rows("phones") {
		st.lastPhone = max(st.lastPhone, phone.int("id"))
	}
}

// load reads back what the store holds.
func (s *Server) load() error {
	return s.cfg.Store.Replay(func(kind string, value json.RawMessage) error {
		if kind == "populate" {
			var p fake.Population
			if err := json.Unmarshal(value, &p); err != nil {
				return err
			}
			s.populate(p)
			return nil
		}
		var row Row
		if err := json.Unmarshal(value, &row); err != nil {
			return err
		}
		s.replay(kind, row)
		return nil
	})
}

func (st *state) replay(kind string, row Row) {
	switch kind {
	case "account":
		st.accounts.put(row)
	case "contact":
		st.putContact(row)
	case "contact_deleted":
		st.contacts.drop(row.int("id"))
	case "changed":
		st.changes += row.int("count")
	case "ticket":
		st.putTicket(row)
	case "ticket_deleted":
		st.dropTicket(row.int("id"))
	case "note":
		st.putNote(row)
	case "time":
		st.putTime(row)
	}
}

// remember stores a change before anybody sees it.
func (s *Server) remember(kind string, row Row) error {
	if err := s.cfg.Store.Append(kind, row); err != nil {
		return err
	}
	s.replay(kind, row)
	s.cfg.Changed()
	return nil
}
