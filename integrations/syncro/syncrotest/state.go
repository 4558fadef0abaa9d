package syncrotest

import (
	"encoding/json"

	"countersign/integrations/fake"
)

// Bounds of what one fake holds: beyond them the oldest tickets, and the oldest comments of a ticket, are forgotten.
const (
	ticketsKept  = fake.TicketsKept
	commentsKept = 5_000
)

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	customers   table[customer]
	contacts    table[contact]
	tickets     table[ticket]
	comments    map[int][]comment // by ticket, the oldest first
	timers      map[int][]timer   // by ticket, the oldest first
	nextComment int
	nextTimer   int
	changes     int // how many contacts were changed
	populated   map[fake.Population]fake.Populated
}

func newState() state {
	st := state{comments: map[int][]comment{}, timers: map[int][]timer{}, nextComment: 1, nextTimer: 1, populated: map[fake.Population]fake.Populated{}}
	st.customers.next, st.contacts.next, st.tickets.next = CustomerWalkin, ContactAna, FirstTicket
	st.found()
	return st
}

func (st *state) putTicket(t ticket) {
	st.tickets.put(t.ID, t)
	for len(st.tickets.ids) > ticketsKept {
		st.dropTicket(st.tickets.ids[0])
	}
}

func (st *state) dropTicket(id int) {
	st.tickets.drop(id)
	delete(st.comments, id)
	delete(st.timers, id)
}

func (st *state) putComment(c comment) {
	held := append(st.comments[c.Ticket], c)
	st.comments[c.Ticket] = held[max(0, len(held)-commentsKept):]
	st.nextComment = max(st.nextComment, c.ID+1)
}

func (st *state) putTimer(t timer) {
	st.timers[t.Ticket] = append(st.timers[t.Ticket], t)
	st.nextTimer = max(st.nextTimer, t.ID+1)
}

// apply puts an entry of the store into the state.
func (st *state) apply(kind string, value json.RawMessage) error {
	switch kind {
	case "populate":
		return read(value, st.populate)
	case "customer":
		return read(value, func(c customer) { st.customers.put(c.ID, c) })
	case "contact":
		return read(value, func(c contact) { st.contacts.put(c.ID, c) })
	case "contact_deleted":
		return read(value, st.contacts.drop)
	case "changed":
		return read(value, func(count int) { st.changes += count })
	case "ticket":
		return read(value, st.putTicket)
	case "ticket_deleted":
		return read(value, st.dropTicket)
	case "comment":
		return read(value, st.putComment)
	case "timer":
		return read(value, st.putTimer)
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
