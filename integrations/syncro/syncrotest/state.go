package syncrotest

import (
	"encoding/json"

	"countersign/integrations/fake"
)

// commentsKept bounds the comments of a ticket. The fake drops the oldest.
const commentsKept = 5_000

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	customers fake.Table[int, customer]
	contacts  fake.Table[int, contact]
	tickets   fake.Table[int, ticket]
	comments  fake.Threads[int, comment] // by ticket
}

func newState() state {
	st := state{comments: fake.Threads[int, comment]{Kept: commentsKept}}
	st.customers.Last, st.contacts.Last, st.tickets.Last = CustomerWalkin-1, ContactAna-1, FirstTicket-1
	st.seed()
	return st
}

func (st *state) putTicket(t ticket) {
	st.tickets.Put(t)
	st.tickets.Bound(fake.TicketsKept, st.dropTicket)
}

func (st *state) dropTicket(id int) {
	st.tickets.Drop(id)
	st.comments.Drop(id)
}

// kinds put stored entries into the state.
func (st *state) kinds() map[string]func(json.RawMessage) error {
	return map[string]func(json.RawMessage) error{
		"customer":        fake.Replay(st.customers.Put),
		"contact":         fake.Replay(st.contacts.Put),
		"contact_deleted": fake.Replay(st.contacts.Drop),
		"ticket":          fake.Replay(st.putTicket),
		"ticket_deleted":  fake.Replay(st.dropTicket),
		"comment":         fake.Replay(func(c comment) { st.comments.Add(c.Ticket, c) }),
	}
}
