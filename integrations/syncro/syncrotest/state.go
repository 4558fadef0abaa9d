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
	customers fake.Table[int, customer]
	contacts  fake.Table[int, contact]
	tickets   fake.Table[int, ticket]
	comments  fake.Threads[int, comment] // by ticket
	timers    fake.Threads[int, timer]   // by ticket
}

func newState() state {
	st := state{comments: fake.Threads[int, comment]{Kept: commentsKept}}
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
	st.comments.Drop(id)
	st.timers.Drop(id)
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
		return fake.Replayed(value, func(c comment) { st.comments.Add(c.Ticket, c) })
	case "timer":
		return fake.Replayed(value, func(t timer) { st.timers.Add(t.Ticket, t) })
	}
	return nil
}

func (st *state) held() fake.Population {
	return fake.Population{Companies: len(st.customers.Rows), Contacts: len(st.contacts.Rows), Tickets: len(st.tickets.Rows)}
}
