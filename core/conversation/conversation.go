// Package conversation decides about SMS conversations: who may write, what a conversation waits for, which texts it gets, in which order its messages go into
// the ticket, and which pictures are taken. The store loads a State, calls a decision and records it.
package conversation

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/ticket"
)

const (
	// Hold is how long a message is kept back from the ticket: another one that was sent before it may still be on its way.
	Hold = 2 * time.Second
	// TicketPatience is how long the first answer waits for the ticket whose number it names.
	TicketPatience = 30 * time.Second
	// ReadPatience is how long a client's message may stay unread before a mail tells of it.
	ReadPatience = 5 * time.Minute
	// ToldPause is how long a mail about unread messages is the last one, as long as nobody reads them.
	ToldPause = 30 * time.Minute
)

// Due is what a conversation waits for now.
type Due struct {
	Announce    bool        `json:"announce,omitempty"`     // colleagues are to be told that it is new
	RemindAt    time.Time   `json:"remind_at,omitzero"`     // when colleagues are to be told that messages wait unread; zero: they need not be
	FirstAnswer bool        `json:"first_answer,omitempty"` // the client opened it and has no answer yet
	NeedsTicket bool        `json:"needs_ticket,omitempty"` // something is to be noted, and there is no ticket
	HasTicket   bool        `json:"has_ticket,omitempty"`
	OpenedAt    time.Time   `json:"opened_at"`
	Outbound    []uuid.UUID `json:"outbound,omitempty"` // messages to hand over, in order
	Pictures    []uuid.UUID `json:"pictures,omitempty"` // messages with pictures that are not judged
	ToNote      int         `json:"to_note,omitempty"`  // messages that are not in the ticket's queue yet
	NoteAt      time.Time   `json:"note_at,omitzero"`   // when the first of them may go there
}

// TicketOrder is a ticket that is to be opened.
type TicketOrder struct {
	Integration uuid.UUID
	New         ticket.New
	TicketID    string    // "" until there is one
	TriedAt     time.Time // when the newest try began; zero: there was none
}

// Noted is what went into a ticket's queue.
type Noted struct {
	Messages    int       `json:"messages"`
	Integration uuid.UUID `json:"integration"`
	Ticket      string    `json:"ticket"`
}

// Picture is a picture or file of a message. Accepted is nil until it is judged.
type Picture struct {
	URL         string    `json:"url"`
	ContentType string    `json:"content_type"`
	Account     uuid.UUID `json:"account,omitzero"` // as message.Media's
	Size        int       `json:"size,omitempty"`   // bytes
	Accepted    *bool     `json:"accepted,omitempty"`
	Reason      string    `json:"reason,omitempty"` // why it was refused, in words
}

// Reminded is what became of messages that wait unread.
type Reminded struct {
	Told    bool        `json:"told"` // false: it is too early, or somebody has read them
	Notices []uuid.UUID `json:"notices,omitempty"`
}

// Recorder is implemented by the store. Every method is one transaction and may be repeated.
type Recorder interface {
	Due(ctx context.Context, tenant, conversation uuid.UUID) (Due, error)
	// Announce writes mails to those colleagues of the channel who may see the conversation, and names them. console is the address of the console.
	Announce(ctx context.Context, tenant, conversation uuid.UUID, console string) (notices []uuid.UUID, err error)
	// Remind writes mails about messages that nobody has read: to the owner of the conversation, else to whom Announce mails.
	Remind(ctx context.Context, tenant, conversation uuid.UUID, console string) (Reminded, error)
	// AnswerFirst writes the first answer, with the ticket's number when there is one.
	AnswerFirst(ctx context.Context, tenant, conversation uuid.UUID) error
	// TicketOrder is the ticket that a conversation is to have.
	TicketOrder(ctx context.Context, tenant, conversation uuid.UUID) (TicketOrder, error)
	// TryTicket claims the next try; false when another worker tries, or has opened it.
	TryTicket(ctx context.Context, tenant, conversation uuid.UUID, seen, at time.Time) (bool, error)
	// TicketRefused notes on the channel why its ticket system opens no ticket as it is asked to.
	TicketRefused(ctx context.Context, tenant, conversation uuid.UUID, reason string) error
	// SetTicket notes the ticket that was opened, and that the channel has no problem. The first one counts.
	SetTicket(ctx context.Context, tenant, conversation uuid.UUID, ticketID string) error
	// NoteMessages moves what is old enough into the ticket's queue, in order.
	NoteMessages(ctx context.Context, tenant, conversation uuid.UUID) (Noted, error)
	Pictures(ctx context.Context, tenant, message uuid.UUID) ([]Picture, error)
	SetPictures(ctx context.Context, tenant, message uuid.UUID, pictures []Picture) error
}
