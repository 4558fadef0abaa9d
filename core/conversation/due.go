package conversation

import (
	"time"

	"github.com/google/uuid"
)

// Answers tell who began a conversation, and what Countersign has answered by itself.
type Answers struct {
	Inbound bool // the first message is the client's
	First   int  // first answers that were written
}

// LacksFirstAnswer reports a conversation that the client began and that has no answer yet.
func (s State) LacksFirstAnswer(a Answers) bool { return !s.Erased && a.Inbound && a.First == 0 }

// RemindAt is when a mail tells that messages wait unread; zero: none is to. As long as nobody reads, there is one for all that came in a pause.
func (s State) RemindAt() time.Time {
	if !s.Open || s.Untold.IsZero() {
		return time.Time{}
	}
	at := s.Untold.Add(ReadPatience)
	if next := s.Told.Add(ToldPause); !s.Told.IsZero() && next.After(at) {
		return next
	}
	return at
}

// DueOf is what a conversation waits for. notifies says that the channel names colleagues to be told; unnoted are the messages that the ticket's queue lacks,
// none for a channel without a ticket system.
func DueOf(s State, a Answers, notifies bool, outbound []uuid.UUID, unnoted []Message) Due {
	due := Due{
		OpenedAt: s.OpenedAt, HasTicket: s.Ticket != "", Announce: !s.Announced && notifies, FirstAnswer: s.LacksFirstAnswer(a), Outbound: outbound, ToNote: len(unnoted),
	}
	if notifies || s.Owner != nil {
		due.RemindAt = s.RemindAt()
	}
	if len(unnoted) == 0 {
		return due
	}
	ordered := InOrder(unnoted)
	due.NeedsTicket, due.NoteAt = !due.HasTicket, ordered[0].At.Add(Hold)
	for _, m := range ordered {
		if !m.judged() {
			due.Pictures = append(due.Pictures, m.ID)
		}
	}
	return due
}

// Ready are the first of ordered messages that are old enough and whose pictures are judged. more says that there are messages that were not read: one of
// those may belong before the newest of these, so the end is left for the next time.
func Ready(ordered []Message, now time.Time, more bool) []Message {
	newest := time.Time{}
	for _, m := range ordered {
		if m.At.After(newest) {
			newest = m.At
		}
	}
	for i, m := range ordered {
		tooNew := now.Sub(m.At) < Hold
		atTheEnd := more && i > 0 && newest.Sub(m.At) < Hold
		if tooNew || atTheEnd || !m.judged() {
			return ordered[:i]
		}
	}
	return ordered
}
