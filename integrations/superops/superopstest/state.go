package superopstest

import (
	"encoding/json"

	"countersign/integrations/fake"
)

// Where the ids of each kind begin. SuperOps' are numbers of nineteen digits.
const (
	firstClient  int64 = 6_100_000_000_000_000_001
	firstUser    int64 = 6_200_000_000_000_000_001
	firstTicket  int64 = 6_300_000_000_000_000_001
	firstNote    int64 = 6_400_000_000_000_000_001
	firstWorklog int64 = 6_500_000_000_000_000_001
)

// Bounds of what one fake holds: beyond them the oldest tickets, and the oldest notes of a ticket, are forgotten.
const (
	ticketsKept = fake.TicketsKept
	notesKept   = 5_000
)

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	clients   table[client]
	users     table[user]
	tickets   table[ticket]
	notes     map[int64][]note    // by ticket, the oldest first
	worklogs  map[int64][]worklog // by ticket, the oldest first
	nextNote  int64
	nextLog   int64
	changes   int // how many requesters were changed
	populated map[fake.Population]fake.Populated
}

func newState() state {
	st := state{
		notes: map[int64][]note{}, worklogs: map[int64][]worklog{}, nextNote: firstNote, nextLog: firstWorklog,
		populated: map[fake.Population]fake.Populated{},
	}
	st.clients.next, st.users.next, st.tickets.next = firstClient, firstUser, firstTicket
	st.found()
	return st
}

func (st *state) putTicket(t ticket) {
	st.tickets.put(t.ID, t)
	for len(st.tickets.ids) > ticketsKept {
		oldest := st.tickets.ids[0]
		st.tickets.drop(oldest)
		delete(st.notes, oldest)
		delete(st.worklogs, oldest)
	}
}

func (st *state) putNote(n note) {
	held := append(st.notes[n.Ticket], n)
	st.notes[n.Ticket] = held[max(0, len(held)-notesKept):]
	st.nextNote = max(st.nextNote, n.ID+1)
}

func (st *state) putWorklog(w worklog) {
	st.worklogs[w.Ticket] = append(st.worklogs[w.Ticket], w)
	st.nextLog = max(st.nextLog, w.ID+1)
}

// apply puts an entry of the store into the state.
func (st *state) apply(kind string, value json.RawMessage) error {
	switch kind {
	case "populate":
		return read(value, func(p fake.Population) { st.populate(p) })
	case "client":
		return read(value, func(c client) { st.clients.put(c.ID, c) })
	case "user":
		return read(value, func(u user) { st.users.put(u.ID, u) })
	case "user_deleted":
		return read(value, func(id int64) { st.users.drop(id) })
	case "changed":
		return read(value, func(count int) { st.changes += count })
	case "ticket":
		return read(value, st.putTicket)
	case "note":
		return read(value, st.putNote)
	case "worklog":
		return read(value, st.putWorklog)
	}
	return nil
}

func read[Value any](raw json.RawMessage, take func(Value)) error {
	var value Value
	if err := json.Unmarshal(raw, &value); err != nil {
		return err
	}
	take(value)
	return nil
}

// keep stores an entry before anybody sees what it changes.
func (s *Server) keep(kind string, value any) error {
	if err := s.cfg.Store.Append(kind, value); err != nil {
		return err
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if err := s.apply(kind, raw); err != nil {
		return err
	}
	s.cfg.Changed()
	return nil
}
