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
	clients  fake.Table[int64, client]
	users    fake.Table[int64, user]
	tickets  fake.Table[int64, ticket]
	notes    fake.Threads[int64, note]    // by ticket
	worklogs fake.Threads[int64, worklog] // by ticket
}

func newState() state {
	st := state{notes: fake.Threads[int64, note]{Kept: notesKept, Last: firstNote - 1}, worklogs: fake.Threads[int64, worklog]{Last: firstWorklog - 1}}
	st.clients.Last, st.users.Last, st.tickets.Last = firstClient-1, firstUser-1, firstTicket-1
	st.seed()
	return st
}

func (st *state) putTicket(t ticket) {
	st.tickets.Put(t)
	for len(st.tickets.Rows) > ticketsKept {
		oldest := st.tickets.Rows[0].ID
		st.tickets.Drop(oldest)
		st.notes.Drop(oldest)
		st.worklogs.Drop(oldest)
	}
}

// apply puts an entry of the store into the state.
func (st *state) apply(kind string, value json.RawMessage) error {
	switch kind {
	case "client":
		return fake.Replayed(value, st.clients.Put)
	case "user":
		return fake.Replayed(value, st.users.Put)
	case "user_deleted":
		return fake.Replayed(value, st.users.Drop)
	case "ticket":
		return fake.Replayed(value, st.putTicket)
	case "note":
		return fake.Replayed(value, func(n note) { st.notes.Add(n.Ticket, n) })
	case "worklog":
		return fake.Replayed(value, func(w worklog) { st.worklogs.Add(w.Ticket, w) })
	}
	return nil
}

func (st *state) held() fake.Population {
	return fake.Population{Companies: len(st.clients.Rows), Contacts: len(st.users.Rows), Tickets: len(st.tickets.Rows)}
}
