package verify

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/vendors"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/settings"
	"countersign/store/tickets"
	"countersign/store/verify"
)

// NameTicketOfVerification names the right ticket for a note that failed. It is checked as the ticket that a verification begins with.
func (h Verifications) NameTicketOfVerification(ctx context.Context, request gen.NameTicketOfVerificationRequestObject) (gen.NameTicketOfVerificationResponseObject, error) {
	actor, row, asked := gate.ActorOf(ctx), gate.Row[verify.Row](ctx), *request.Body
	named, err := vendors.ReadExistingTicket(ctx, h.Store, h.Ticket, asked.TicketIntegrationID, asked.TicketID)
	if err != nil {
		return nil, err
	}
	to := ticket.Key{Tenant: row.TenantID, Integration: *named.Integration, Ticket: asked.TicketID}
	err = h.Store.InTenant(ctx, row.TenantID, func(ctx context.Context, tx store.Tx) error {
		rules, err := settings.PolicySnapshot(ctx, tx, row.PolicyID)
		if err != nil {
			return err
		}
		if named.OfAnother(row.ContactID, row.CompanyID) && rules.Policy.NoteRequired && row.NoteSealed == nil {
			return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "ticket_id", Message: "This ticket is another person's or company's, and the verification has no note that says why."})
		}
		return tickets.MoveFailed(ctx, tx, tickets.Move{
			SubjectKind: tickets.SubjectVerification, SubjectID: row.ID, CompanyID: &row.CompanyID, From: store.Text(row.TicketID), To: to, By: actor.Stored(), At: h.Now(),
		})
	})
	if err != nil {
		return nil, err
	}
	if h.SignalTicketWrites != nil {
		h.SignalTicketWrites(to)
	}
	answer, err := h.current(ctx, actor, row.ID)
	return gen.NameTicketOfVerification200JSONResponse(answer), err
}
