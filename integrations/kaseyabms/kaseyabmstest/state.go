package kaseyabmstest

import (
	"encoding/json"
	"maps"
	"slices"

	"countersign/integrations/fake"
)

// Row is one record as its JSON shows it. Rows that stand in a table are never changed, only replaced: they may be on their way to a client.
type Row map[string]any

// Key is the id of a row.
func (r Row) Key() int { return r.int("id") }

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

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	accounts  fake.Table[int, Row]
	contacts  fake.Table[int, Row]
	tickets   fake.Table[int, Row]
	notes     map[int][]Row // by ticket, the oldest first
	lastNote  int
	lastFile  int
	lastPhone int
}

func newState() state {
	st := state{notes: map[int][]Row{}, lastPhone: firstPhone}
	st.accounts.Last, st.contacts.Last, st.tickets.Last = FirstAccount-1, FirstContact-1, FirstTicket-1
	return st
}

func (st *state) putTicket(row Row) {
	st.tickets.Put(row)
	st.tickets.Bound(fake.TicketsKept, st.dropTicket)
}

func (st *state) dropTicket(id int) {
	st.tickets.Drop(id)
	delete(st.notes, id)
}

func (st *state) putNote(row Row) {
	id := row.int("ticketId")
	st.notes[id] = append(slices.Clone(st.notes[id]), row)
	st.lastNote = max(st.lastNote, row.int("id"))
	for _, file := range row.rows("attachments") {
		st.lastFile = max(st.lastFile, file.int("id"))
	}
}

func (st *state) putContact(row Row) {
	st.contacts.Put(row)
	for _, phone := range row.rows("phones") {
		st.lastPhone = max(st.lastPhone, phone.int("id"))
	}
}

// kinds put stored entries into the state.
func (st *state) kinds() map[string]func(json.RawMessage) error {
	return map[string]func(json.RawMessage) error{
		"account":         fake.Replay(st.accounts.Put),
		"contact":         fake.Replay(st.putContact),
		"contact_deleted": fake.Replay(func(row Row) { st.contacts.Drop(row.int("id")) }),
		"ticket":          fake.Replay(st.putTicket),
		"ticket_deleted":  fake.Replay(func(row Row) { st.dropTicket(row.int("id")) }),
		"note":            fake.Replay(st.putNote),
	}
}
