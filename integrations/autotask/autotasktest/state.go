package autotasktest

import (
	"encoding/json"

	"countersign/integrations/fake"
)

// notesKept bounds the notes of all tickets, the oldest of which are forgotten.
const notesKept = 200_000

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	tables    map[string]*table // by entity
	notes     map[int][]Row     // by ticket, the oldest first
	changes   int               // how many contacts were changed
	populated map[fake.Population]fake.Populated
}

func newState() state {
	st := state{tables: map[string]*table{}, notes: map[int][]Row{}, populated: map[fake.Population]fake.Populated{}}
	for name := range entities {
		st.tables[name] = &table{}
	}
	st.found()
	return st
}

// take puts a record back or in.
func (st *state) take(entity string, row Row) {
	st.tables[entity].put(row)
	switch entity {
	case "Tickets":
		for held := st.tables[entity]; len(held.rows) > fake.TicketsKept; {
			held.drop(held.rows[0].id())
		}
	case "TicketNotes":
		of := int(row.number("ticketID"))
		st.notes[of] = append(st.notes[of], row)
		for held := st.tables[entity]; len(held.rows) > notesKept; {
			held.drop(held.rows[0].id())
		}
	}
}

// entry is one change as the store holds it: a record that was made or changed, or one that is gone.
type entry struct {
	Entity string `json:"entity"`
	Row    Row    `json:"row"`
	Gone   bool   `json:"gone,omitempty"`
	Turns  int    `json:"turns,omitempty"` // how far Change came
}

// remember stores a record before anybody sees it.
func (s *Server) remember(entity string, row Row) error {
	if err := s.cfg.Store.Append("record", entry{Entity: entity, Row: row}); err != nil {
		return err
	}
	s.take(entity, row)
	s.cfg.Changed()
	return nil
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
		var e entry
		if err := json.Unmarshal(value, &e); err != nil {
			return err
		}
		_, known := entities[e.Entity]
		switch {
		case kind == "changed":
			s.changes += e.Turns
		case !known:
		case e.Gone:
			s.tables[e.Entity].drop(e.Row.id())
		default:
			s.take(e.Entity, e.Row)
		}
		return nil
	})
}
