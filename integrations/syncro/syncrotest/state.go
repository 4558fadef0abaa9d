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
	customers   fake.Table[int, customer]
	contacts    fake.Table[int, contact]
	tickets     fake.Table[int, ticket]
	comments    map[int][]comment // by ticket, the oldest first
	timers      map[int][]timer   // by ticket, the oldest first
	nextComment int
	nextTimer   int
}

func newState() state {
	st := state{comments: map[int][]comment{}, timers: map[int][]timer{}, nextComment: 1, nextTimer: 1}
	st.customers.Last, st.contacts.Last, st.tickets.Last = CustomerWalkin-1, ContactAna-1, FirstTicket-1
	st.seed()
	return st
}

func (st *state) putTicket(t ticket) {
	st.tickets.Put(t)
	for len(st.tickets.Rows) > ticketsKept {
		st.dropTicket(st.tickets.Rows[0].ID)
	}
}

func (st *state) dropTicket(id int) {
	st.tickets.Drop(id)
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
	case "customer":
		return fake.Replayed(value, st.customers.Put)
	case "contact":
		return fake.Replayed(value, st.contacts.Put)
	case "contact_deleted":
		return fake.Replayed(value, st.contacts.Drop)
	case "ticket":
		return fake.Replayed(value, st.putTicket)
	case "ticket_deleted":
		return fake.Replayed(value, st.dropTicket)
	case "comment":
		return fake.Replayed(value, st.putComment)
	case "timer":
		return fake.Replayed(value, st.putTimer)
	}
	return nil
}

func (st *state) held() fake.Population {
	return fake.Population{Companies: len(st.customers.Rows), Contacts: len(st.contacts.Rows), Tickets: len(st.tickets.Rows)}
}
