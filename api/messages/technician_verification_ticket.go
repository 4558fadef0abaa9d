package messages

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/vendors"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/techverify"
	"countersign/store/tickets"
)

// NameTicketOfTechnicianVerification names the right ticket for a note that failed. It is checked as the ticket of a claim.
func (h TechnicianVerifications) NameTicketOfTechnicianVerification(ctx context.Context, request gen.NameTicketOfTechnicianVerificationRequestObject) (gen.NameTicketOfTechnicianVerificationResponseObject, error) {
	actor, row, asked := gate.ActorOf(ctx), gate.Row[techverify.Row](ctx), *request.Body
	named, err := vendors.ReadExistingTicket(ctx, h.Store, h.Ticket, asked.TicketIntegrationID, asked.TicketID)
	if err != nil {
		return nil, err
	}
	to := ticket.Key{Tenant: row.TenantID, Integration: *named.Integration, Ticket: asked.TicketID}
	err = h.Store.InTenant(ctx, row.TenantID, func(ctx context.Context, tx store.Tx) error {
		return tickets.MoveFailed(ctx, tx, tickets.Move{
			SubjectKind: tickets.SubjectTechnicianVerification, SubjectID: row.ID, CompanyID: row.CompanyID, From: store.Text(row.TicketID), To: to, By: actor.Stored(), At: h.Now(),
		})
	})
	if err != nil {
		return nil, err
	}
	if h.SignalTicketWrites != nil {
		h.SignalTicketWrites(to)
	}
	answer, err := h.read(ctx, row.ID)
	return gen.NameTicketOfTechnicianVerification200JSONResponse(answer), err
}
