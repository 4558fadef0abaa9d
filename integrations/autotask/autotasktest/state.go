package autotasktest

import (
	"encoding/json"

	"countersign/integrations/fake"
)

// notesKept bounds the notes of all tickets, the oldest of which are forgotten.
const notesKept = 200_000

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	tables map[string]*fake.Table[int, Row] // by entity
	notes  map[int][]Row                    // by ticket, the oldest first
}

func newState() state {
	st := state{tables: map[string]*fake.Table[int, Row]{}, notes: map[int][]Row{}}
	for name := range entities {
		st.tables[name] = &fake.Table[int, Row]{}
	}
	st.seed()
	return st
}

// take puts a record back or in.
func (st *state) take(entity string, row Row) {
	st.tables[entity].Put(row)
	switch entity {
	case "Tickets":
		st.tables[entity].Bound(fake.TicketsKept)
	case "TicketNotes":
		of := int(row.number("ticketID"))
		st.notes[of] = append(st.notes[of], row)
		st.tables[entity].Bound(notesKept)
	}
}

// entry is one change as the store holds it: a record that was made or changed, or one that is gone.
type entry struct {
	Entity string `json:"entity"`
	Row    Row    `json:"row"`
	Gone   bool   `json:"gone,omitempty"`
}

// remember stores a record before an answer shows it.
func (s *Server) remember(entity string, row Row) error {
	return s.Keep("record", entry{Entity: entity, Row: row})
}

// kinds put stored entries into the state.
func (st *state) kinds() map[string]func(json.RawMessage) error {
	return map[string]func(json.RawMessage) error{
		"record": fake.Replay(func(e entry) {
			_, known := entities[e.Entity]
			switch {
			case !known:
			case e.Gone:
				st.tables[e.Entity].Drop(e.Row.Key())
			default:
				st.take(e.Entity, e.Row)
			}
		}),
	}
}
