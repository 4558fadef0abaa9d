package verify

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/evidence"
	"countersign/core/ticket"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/integrations"
	"countersign/store/notices"
	"countersign/store/settings"
	"countersign/store/tickets"
)

// tellTicket queues the note about a verification's end for its ticket, once for each kind of evidence; told is nil where there is no ticket, or no ticket system.
// console is the address of the console, for the link back.
func tellTicket(ctx context.Context, tx store.Tx, row db.Verification, end verification.State, kind, console string) (told *ticket.Key, err error) {
	id := store.Text(row.TicketID)
	if id == "" {
		return nil, nil
	}
	integration, ok, err := integrations.TicketSystemOf(ctx, tx, row.TicketIntegrationID)
	if err != nil || !ok {
		return nil, err
	}
	person, err := db.New(tx).ContactName(ctx, row.ContactID)
	if err != nil {
		return nil, err
	}
	company, err := db.New(tx).ResourceCompany(ctx, row.CompanyID)
	if err != nil {
		return nil, err
	}
	why, err := openNote(tx, row)
	if err != nil {
		return nil, err
	}
	sends, err := db.New(tx).SendsOf(ctx, []uuid.UUID{row.ID})
	if err != nil {
		return nil, err
	}
	zone, err := settings.Zone(ctx, tx)
	if err != nil {
		return nil, err
	}
	result := ticket.Result{
		Person: person, Company: company.Name, Why: why, Channel: cmp.Or(end.Channel, channel.Name(row.Channel)), Status: end.Status, Reason: end.Reason, Assurance: end.Assurance, By: leaderOf(row).Words(), At: end.ClosedAt, Zone: zone,
		Link: notices.Link(console, "/verifications/", row.ID),
	}
	if len(sends) > 0 {
		result.SentTo = sends[len(sends)-1].Masked
	}
	note, dedupe := result.Note(), tickets.SubjectVerification+"/"+row.ID.String()
	if kind != evidence.KindResult {
		dedupe += "/" + kind
	}
	_, err = tickets.QueueWrite(ctx, tx, tickets.NewWrite{
		Integration: integration, Ticket: id, Kind: ticket.WriteNote, SubjectKind: tickets.SubjectVerification, SubjectID: row.ID,
		Dedupe: dedupe, Note: &note, At: end.ClosedAt,
	})
	return &ticket.Key{Tenant: tx.Tenant, Integration: integration, Ticket: id}, err
}
