package ticket

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Key names a ticket of a tenant's PSA.
type Key struct {
	Tenant      uuid.UUID `json:"tenant"`
	Integration uuid.UUID `json:"integration"`
	Ticket      string    `json:"ticket"` // the PSA's id
}

// WriteKind says what a write does to a ticket.
type WriteKind string

// The kinds of writes.
const (
	WriteNote       WriteKind = "note"
	WriteStatus     WriteKind = "status"
	WriteAttachment WriteKind = "attachment"
)

// FileRef is a file still at the provider that it came through; it is fetched when it is written into the ticket.
type FileRef struct {
	URL         string    `json:"url"`
	Account     uuid.UUID `json:"account,omitzero"` // the own account of the MSP that holds it; uuid.Nil for the platform's
	Name        string    `json:"name"`
	ContentType string    `json:"content_type"`
}

// Write is one thing to be written into a ticket. What fits its kind is filled.
type Write struct {
	ID        uuid.UUID
	Kind      WriteKind
	Reference string    // our own short line, which finds it again
	TriedAt   time.Time // zero, or when an attempt began whose outcome is not recorded
	Note      Note
	Status    string // the PSA's id or name
	File      FileRef
}

// Outbox keeps what is to be written into tickets until it is there. Every method is one transaction and may be repeated.
type Outbox interface {
	// NextTicketWrite returns the first write that is still to be made into a ticket; ok is false when there is none.
	NextTicketWrite(ctx context.Context, key Key) (w Write, ok bool, err error)
	// TicketWriteTried records that an attempt begins: the next one must look for it before it repeats it.
	TicketWriteTried(ctx context.Context, tenant, write uuid.UUID, at time.Time) error
	// TicketWriteDelayed notes why a write still waits. untaken says that the try surely had no effect, so there is nothing to look for.
	TicketWriteDelayed(ctx context.Context, tenant, write uuid.UUID, reason string, untaken bool) error
	// TicketWritten settles a write that stands in the ticket, under the PSA's id where it has one.
	TicketWritten(ctx context.Context, tenant, write uuid.UUID, externalID string, at time.Time) error
	// TicketMaybeWritten settles a write of unknown outcome.
	TicketMaybeWritten(ctx context.Context, tenant, write uuid.UUID, reason string) error
	// TicketWriteFailed settles a write that the ticket will never take.
	TicketWriteFailed(ctx context.Context, tenant, write uuid.UUID, reason string) error
	// GiveTicketWritesUp settles as failed the writes that have waited for a ticket since before.
	GiveTicketWritesUp(ctx context.Context, key Key, before time.Time) (given int, err error)
}
