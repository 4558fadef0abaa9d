package tickets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
)

// Outbox is the queue of writes into tickets.
type Outbox struct{ Store *store.Store }

var _ ticket.Outbox = Outbox{}

// The kinds of subjects of a ticket write.
const (
	SubjectVerification           = "verification"
	SubjectTechnicianVerification = "technician_verification"
	SubjectConversation           = "conversation"
)

// AttachmentRef is a file to be attached, still at the provider it came through.
type AttachmentRef = ticket.FileRef

// NewWrite is something to be written into a ticket. What fits its kind is filled.
type NewWrite struct {
	Integration uuid.UUID
	Ticket      string // the ticket system's id
	Kind        ticket.WriteKind
	SubjectKind string
	SubjectID   uuid.UUID
	Dedupe      string // names the fact, "verification/<id>": it is written once into a ticket, however often it is asked for
	Note        *ticket.Note
	Status      string
	Attachment  *AttachmentRef
	At          time.Time
}

// ticketPayload is what is sealed of a write.
type ticketPayload struct {
	Note       *ticket.Note   `json:"note,omitempty"`
	Status     string         `json:"status,omitempty"`
	Attachment *AttachmentRef `json:"attachment,omitempty"`
}

const writeTable, writeColumn = "ticket_writes", "payload_sealed"

// QueueWrite puts a write at the end of its ticket's queue; queued is false when it was asked for before. The line that finds it again is made here.
// After the commit the caller signals the ticket's workflow; else the sweep does.
func QueueWrite(ctx context.Context, tx store.Tx, w NewWrite) (queued bool, err error) {
	payload, err := json.Marshal(ticketPayload{Note: w.Note, Status: w.Status, Attachment: w.Attachment})
	if err != nil {
		return false, err
	}
	id := store.NewID()
	rows, err := db.New(tx).InsertTicketWrite(ctx, db.InsertTicketWriteParams{
		TenantID: tx.Tenant, ID: id, IntegrationID: w.Integration, TicketID: w.Ticket, Kind: string(w.Kind), PayloadSealed: tx.Seal(writeTable, writeColumn, id, string(payload)),
		Reference: ticket.Reference(id), SubjectKind: w.SubjectKind, SubjectID: w.SubjectID, Dedupe: w.Dedupe, CreatedAt: w.At,
	})
	return rows == 1, err
}

// QueuedWrite is a ticket write as people may see it.
type QueuedWrite struct {
	ID          uuid.UUID
	Integration uuid.UUID
	Ticket      string
	Kind        ticket.WriteKind
	Reference   string
	Dedupe      string
	Status      string // queued | written | maybe_written | failed
	Attempts    int
	Problem     string // why it waits or failed, in words
	At          time.Time
	WrittenAt   *time.Time
	SubjectKind string
	SubjectID   uuid.UUID
}

// NextTicketWrite implements ticket.Outbox.
func (o Outbox) NextTicketWrite(ctx context.Context, key ticket.Key) (w ticket.Write, ok bool, err error) {
	err = o.Store.InTenant(ctx, key.Tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).NextTicketWrite(ctx, db.NextTicketWriteParams{IntegrationID: key.Integration, TicketID: key.Ticket})
		if err != nil {
			return err
		}
		w, err = openTicketWrite(tx, row)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return ticket.Write{}, false, nil
	}
	return w, err == nil, err
}

func openTicketWrite(tx store.Tx, row db.TicketWrite) (ticket.Write, error) {
	plain, err := tx.Open(writeTable, writeColumn, row.ID, row.PayloadSealed)
	if err != nil {
		return ticket.Write{}, err
	}
	var payload ticketPayload
	if err := json.Unmarshal([]byte(plain), &payload); err != nil {
		return ticket.Write{}, fmt.Errorf("store: the payload of ticket write %s cannot be read", row.ID) // the parser's words would quote it
	}
	w := ticket.Write{ID: row.ID, Kind: ticket.WriteKind(row.Kind), Reference: row.Reference, Status: payload.Status}
	if row.TriedAt != nil {
		w.TriedAt = *row.TriedAt
	}
	if payload.Note != nil {
		w.Note = *payload.Note
		w.Note.Reference = row.Reference
	}
	if payload.Attachment != nil {
		w.File = *payload.Attachment
	}
	return w, nil
}

// TicketWriteTried implements ticket.Outbox.
func (o Outbox) TicketWriteTried(ctx context.Context, tenant, write uuid.UUID, at time.Time) error {
	return o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).TryTicketWrite(ctx, db.TryTicketWriteParams{ID: write, At: &at})
	})
}

// TicketWriteDelayed implements ticket.Outbox.
func (o Outbox) TicketWriteDelayed(ctx context.Context, tenant, write uuid.UUID, reason string, untaken bool) error {
	return o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).DelayTicketWrite(ctx, db.DelayTicketWriteParams{ID: write, Reason: &reason, Untaken: untaken})
	})
}

// TicketWritten implements ticket.Outbox.
func (o Outbox) TicketWritten(ctx context.Context, tenant, write uuid.UUID, externalID string, at time.Time) error {
	return o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		if err := db.New(tx).SettleTicketWritten(ctx, db.SettleTicketWrittenParams{ID: write, ExternalID: &externalID, At: &at}); err != nil {
			return err
		}
		return tx.Emit(ctx, store.Event{Kind: store.EventTicketWrite, Subject: write})
	})
}

// TicketMaybeWritten implements ticket.Outbox.
func (o Outbox) TicketMaybeWritten(ctx context.Context, tenant, write uuid.UUID, reason string) error {
	return o.unwritten(ctx, tenant, write, "maybe_written", reason)
}

// TicketWriteFailed implements ticket.Outbox.
func (o Outbox) TicketWriteFailed(ctx context.Context, tenant, write uuid.UUID, reason string) error {
	return o.unwritten(ctx, tenant, write, "failed", reason)
}

func (o Outbox) unwritten(ctx context.Context, tenant, write uuid.UUID, status, reason string) error {
	return o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		if err := db.New(tx).SettleTicketUnwritten(ctx, db.SettleTicketUnwrittenParams{ID: write, Status: status, Reason: &reason}); err != nil {
			return err
		}
		return tx.Emit(ctx, store.Event{Kind: store.EventTicketWrite, Subject: write})
	})
}

// GiveTicketWritesUp implements ticket.Outbox.
func (o Outbox) GiveTicketWritesUp(ctx context.Context, key ticket.Key, before time.Time) (int, error) {
	return store.InTenant(ctx, o.Store, key.Tenant, func(ctx context.Context, tx store.Tx) (given int, err error) {
		ids, err := db.New(tx).GiveTicketWritesUp(ctx, db.GiveTicketWritesUpParams{
			Reason: "given up after a week", IntegrationID: key.Integration, TicketID: key.Ticket, Before: before,
		})
		given = len(ids)
		for _, id := range ids {
			err = errors.Join(err, tx.Emit(ctx, store.Event{Kind: store.EventTicketWrite, Subject: id}))
		}
		return given, err
	})
}

// Waiting lists tickets of all tenants with something to write since before, the longest waiting first.
func Waiting(ctx context.Context, s *store.Store, before time.Time, atMost int) ([]ticket.Key, error) {
	return store.All[ticket.Key](ctx, s, `SELECT * FROM door.waiting_tickets($1, $2)`, before, atMost)
}

// WriteRow is a row of ticket_writes.
type WriteRow = db.TicketWrite

// LoadWrite reads the row of a write into a ticket.
func LoadWrite(ctx context.Context, tx store.Tx, id uuid.UUID) (WriteRow, error) {
	return db.New(tx).ResourceTicketWrite(ctx, id)
}
