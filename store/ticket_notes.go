package store

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/ticket"
	"countersign/core/verification"
	"countersign/store/db"
)

// tellTicket queues the note about a verification's end for its ticket; told is nil where there is no ticket, or no ticket system.
func (tx Tx) tellTicket(ctx context.Context, row db.Verification, end verification.State) (told *ticket.Key, err error) {
	id := Text(row.TicketID)
	if id == "" {
		return nil, nil
	}
	integration, ok, err := tx.psaOf(ctx, row.TicketIntegrationID)
	if err != nil || !ok {
		return nil, err
	}
	person, err := tx.ContactName(ctx, row.ContactID)
	if err != nil {
		return nil, err
	}
	sends, err := tx.SendsOf(ctx, []uuid.UUID{row.ID})
	if err != nil {
		return nil, err
	}
	result := ticket.Result{
		Person: person, Channel: cmp.Or(end.Channel, channel.Name(row.Channel)), Status: end.Status, Reason: end.Reason, Assurance: end.Assurance, By: row.LeaderName, At: end.ClosedAt,
	}
	if len(sends) > 0 {
		result.SentTo = sends[len(sends)-1].Masked
	}
	note := result.Note()
	_, err = tx.WriteTicket(ctx, TicketWrite{
		Integration: integration, Ticket: id, Kind: ticket.WriteNote, SubjectKind: SubjectVerification, SubjectID: row.ID,
		Dedupe: SubjectVerification + "/" + row.ID.String(), Note: &note, At: end.ClosedAt,
	})
	return &ticket.Key{Tenant: tx.Tenant, Integration: integration, Ticket: id}, err
}
