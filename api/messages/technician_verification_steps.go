package messages

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/problem"
	"countersign/core/technician"
	"countersign/store"
	"countersign/store/techverify"
	"countersign/workflows"
)

// ClaimTechnicianVerification claims a technician verification. The actor must be able to see the contact that is chosen.
func (h TechnicianVerifications) ClaimTechnicianVerification(ctx context.Context, request gen.ClaimTechnicianVerificationRequestObject) (gen.ClaimTechnicianVerificationResponseObject, error) {
	actor, asked := gate.ActorOf(ctx), *request.Body
	if err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		return gate.CheckTicketSystem(ctx, tx, asked.TicketIntegrationID)
	}); err != nil {
		return nil, err
	}
	ticketID := strings.TrimSpace(respond.Value(asked.TicketID))
	named, err := vendors.ReadNamedTicket(ctx, h.Store, h.Ticket, asked.TicketIntegrationID, ticketID)
	if err != nil {
		return nil, err
	}
	if err := h.mayChoose(ctx, actor, request.TechnicianVerificationID, asked.ContactID); err != nil {
		return nil, err
	}
	answer, err := h.step(ctx, workflows.UpdateClaim, workflows.TechnicianClaim{
		Verification: request.TechnicianVerificationID, Contact: asked.ContactID, Ticket: ticketID, TicketPSA: named.Integration, By: stepBy(actor),
	})
	return gen.ClaimTechnicianVerification200JSONResponse(answer), err
}

func (h TechnicianVerifications) mayChoose(ctx context.Context, actor gate.Actor, id uuid.UUID, contact *uuid.UUID) error {
	if contact == nil && !actor.Limited {
		return nil
	}
	return h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		r, err := techverify.Get(ctx, tx, id, actor.Scope(), actor.ID)
		if err != nil {
			return err
		}
		for _, c := range r.Candidates {
			if contact == nil || c.Contact.ID == *contact {
				return nil
			}
		}
		return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "contact_id", Message: "This person does not have the number that asked, or you may not see them."})
	})
}

// ConfirmTechnicianVerificationVerbally logs what was said on the phone.
func (h TechnicianVerifications) ConfirmTechnicianVerificationVerbally(ctx context.Context, request gen.ConfirmTechnicianVerificationVerballyRequestObject) (gen.ConfirmTechnicianVerificationVerballyResponseObject, error) {
	answer, err := h.step(ctx, workflows.UpdateConfirmVerbally, workflows.TechnicianStep{Verification: request.TechnicianVerificationID, By: stepBy(gate.ActorOf(ctx))})
	return gen.ConfirmTechnicianVerificationVerbally200JSONResponse(answer), err
}

// DenyTechnicianVerification closes a request as not matching, and alerts.
func (h TechnicianVerifications) DenyTechnicianVerification(ctx context.Context, request gen.DenyTechnicianVerificationRequestObject) (gen.DenyTechnicianVerificationResponseObject, error) {
	answer, err := h.step(ctx, workflows.UpdateDeny, workflows.TechnicianStep{Verification: request.TechnicianVerificationID, By: stepBy(gate.ActorOf(ctx))})
	return gen.DenyTechnicianVerification200JSONResponse(answer), err
}

// ApproveTechnicianVerificationNote lets the note go into the ticket.
func (h TechnicianVerifications) ApproveTechnicianVerificationNote(ctx context.Context, request gen.ApproveTechnicianVerificationNoteRequestObject) (gen.ApproveTechnicianVerificationNoteResponseObject, error) {
	actor := gate.ActorOf(ctx)
	wake, err := techverify.ApproveNote(ctx, h.Store, actor.Tenant, request.TechnicianVerificationID, actor.Stored(), h.Now())
	if err != nil {
		return nil, err
	}
	if wake != nil && h.SignalTicketWrites != nil {
		h.SignalTicketWrites(*wake)
	}
	answer, err := h.read(ctx, request.TechnicianVerificationID)
	return gen.ApproveTechnicianVerificationNote200JSONResponse(answer), err
}

func stepBy(actor gate.Actor) technician.Actor {
	return actor.Stored()
}

// step sends an update to the run of the path's technician verification and answers with the state after it.
func (h TechnicianVerifications) step(ctx context.Context, name string, request any) (gen.TechnicianVerification, error) {
	row := gate.Row[techverify.Row](ctx)
	if technician.Status(row.Status).Closed() {
		return gen.TechnicianVerification{}, problem.New(problem.AlreadyClosed, "This request is "+row.Status+".")
	}
	answer, err := h.Dispatch.UpdateTechnicianVerification(ctx, row.TenantID, row.PointIndex, name, gate.IdempotencyOf(ctx), request, func(ctx context.Context) error {
		return h.ended(ctx, row.ID)
	})
	switch {
	case err != nil:
		return gen.TechnicianVerification{}, err
	case answer.Field != "":
		return gen.TechnicianVerification{}, problem.Invalid(problem.ValidationFailed, problem.Field{Field: answer.Field, Message: answer.Detail})
	case answer.Refusal != "":
		return gen.TechnicianVerification{}, problem.New(problem.Code(answer.Refusal), answer.Detail)
	}
	return h.read(ctx, row.ID)
}

// ended says that a technician verification has ended; nil while it is open.
func (h TechnicianVerifications) ended(ctx context.Context, id uuid.UUID) error {
	now, err := h.read(ctx, id)
	if err == nil && technician.Status(now.Status).Closed() {
		err = problem.New(problem.AlreadyClosed, "This request is "+string(now.Status)+".")
	}
	return err
}
