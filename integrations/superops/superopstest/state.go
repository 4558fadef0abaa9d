package superopstest

import (
	"encoding/json"

	"countersign/integrations/fake"
)

// Where the ids of each kind begin. SuperOps' are numbers of nineteen digits.
const (
	firstClient int64 = 6_100_000_000_000_000_001
	firstUser   int64 = 6_200_000_000_000_000_001
	firstTicket int64 = 6_300_000_000_000_000_001
	firstNote   int64 = 6_400_000_000_000_000_001
)

// notesKept bounds the notes of a ticket. The fake drops the oldest.
const notesKept = 5_000

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	clients fake.Table[int64, client]
	users   fake.Table[int64, user]
	tickets fake.Table[int64, ticket]
	notes   fake.Threads[int64, note] // by ticket
}

func newState() state {
	st := state{notes: fake.Threads[int64, note]{Kept: notesKept, Last: firstNote - 1}}
	st.clients.Last, st.users.Last, st.tickets.Last = firstClient-1, firstUser-1, firstTicket-1
	st.seed()
	return st
}

func (st *state) putTicket(t ticket) {
	st.tickets.Put(t)
	st.tickets.Bound(fake.TicketsKept, st.notes.Drop)
}

// kinds put stored entries into the state.
func (st *state) kinds() map[string]func(json.RawMessage) error {
	return map[string]func(json.RawMessage) error{
		"client":       fake.Replay(st.clients.Put),
		"user":         fake.Replay(st.users.Put),
		"user_deleted": fake.Replay(st.users.Drop),
		"ticket":       fake.Replay(st.putTicket),
		"note":         fake.Replay(func(n note) { st.notes.Add(n.Ticket, n) }),
	}
}
