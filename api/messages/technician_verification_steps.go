package messages

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/client"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/verify"
	"countersign/core/problem"
	"countersign/core/technician"
	"countersign/store"
	"countersign/workflows"
)

// ClaimTechnicianVerification takes a request up. Who is chosen must be somebody the actor may see.
func (h TechnicianVerifications) ClaimTechnicianVerification(ctx context.Context, request gen.ClaimTechnicianVerificationRequestObject) (gen.ClaimTechnicianVerificationResponseObject, error) {
	actor, asked := gate.ActorOf(ctx), *request.Body
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		return gate.CheckTicketSystem(ctx, tx, asked.TicketIntegrationID)
	})
	if err != nil {
		return nil, err
	}
	if err := h.mayChoose(ctx, actor, request.TechnicianVerificationID, asked.ContactID); err != nil {
		return nil, err
	}
	answer, err := h.step(ctx, workflows.UpdateClaim, workflows.TechnicianClaim{
		Verification: request.TechnicianVerificationID, Contact: asked.ContactID, Ticket: strings.TrimSpace(respond.Value(asked.TicketID)), TicketPSA: asked.TicketIntegrationID, By: stepBy(actor),
	})
	return gen.ClaimTechnicianVerification200JSONResponse(answer), err
}

func (h TechnicianVerifications) mayChoose(ctx context.Context, actor gate.Actor, id uuid.UUID, contact *uuid.UUID) error {
	if contact == nil && !actor.Limited {
		return nil
	}
	return h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		r, err := tx.TechnicianVerification(ctx, id, actor.Scope(), actor.ID)
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

// ConfirmTechnicianVerificationVerbally logs what was said by word of mouth.
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
	wake, err := h.Store.ApproveTechnicianNote(ctx, actor.Tenant, request.TechnicianVerificationID, actor.Stored(), h.Now())
	if err != nil {
		return nil, err
	}
	if wake != nil && h.WakeTicket != nil {
		h.WakeTicket(*wake)
	}
	answer, err := h.read(ctx, request.TechnicianVerificationID)
	return gen.ApproveTechnicianVerificationNote200JSONResponse(answer), err
}

func stepBy(actor gate.Actor) technician.Actor {
	return technician.Actor{Kind: string(actor.Kind), ID: actor.ID, Name: actor.Name}
}

// step asks the run of the path's request for something and shows how that left it.
func (h TechnicianVerifications) step(ctx context.Context, name string, request any) (gen.TechnicianVerification, error) {
	row := gate.TechnicianVerificationOf(ctx)
	if technician.Status(row.Status).Closed() {
		return gen.TechnicianVerification{}, problem.New(problem.AlreadyClosed, "This request is "+row.Status+".")
	}
	idempotency := gate.IdempotencyOf(ctx)
	if idempotency == "" {
		idempotency = uuid.NewString()
	}
	ctx, cancel := context.WithTimeout(ctx, verify.UpdateTimeout)
	defer cancel()
	options := client.UpdateWorkflowOptions{
		UpdateID: name + "-" + idempotency, WorkflowID: workflows.TechnicianVerificationID(row.TenantID, row.PointIndex),
		UpdateName: name, Args: []any{request}, WaitForStage: client.WorkflowUpdateStageCompleted,
	}
	answer, err := h.ask(ctx, row.ID, options)
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

// ask makes an update of a request's run. A request is on the screen as soon as its row is, so a run that only begins is waited for.
func (h TechnicianVerifications) ask(ctx context.Context, id uuid.UUID, options client.UpdateWorkflowOptions) (technician.Answer, error) {
	for try := 0; ; try++ {
		answer, err := verify.AskRun[technician.Answer](ctx, h.Temporal, options)
		if !errors.Is(err, verify.ErrGone) {
			return answer, err
		}
		err = h.gone(ctx, id)
		if try == verify.ClosingTries || !errors.Is(err, problem.New(problem.Closing, "")) {
			return technician.Answer{}, err
		}
		select {
		case <-ctx.Done():
			return technician.Answer{}, ctx.Err()
		case <-time.After(verify.ClosingPause):
		}
	}
}

// gone tells a request that has ended from one whose run begins or ends just now.
func (h TechnicianVerifications) gone(ctx context.Context, id uuid.UUID) error {
	now, err := h.read(ctx, id)
	if err == nil && technician.Status(now.Status).Closed() {
		err = problem.New(problem.AlreadyClosed, "This request is "+string(now.Status)+".")
	}
	return cmp.Or(err, error(problem.Later(problem.Closing, verify.UpdatePause)))
}
