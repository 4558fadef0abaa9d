package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/client"

	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/core/technician"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/workflows"
)

// technicianVerifications answers for the requests of clients who want to know whether a technician is real.
type technicianVerifications struct {
	Store    *store.Store
	Now      func() time.Time
	Temporal client.Client
	// WakeTicket has a ticket's queue written soon. nil: the sweep does.
	WakeTicket func(ticket.Key)
}

func (h technicianVerifications) ListTechnicianVerifications(ctx context.Context, request gen.ListTechnicianVerificationsRequestObject) (gen.ListTechnicianVerificationsResponseObject, error) {
	actor, params := ActorOf(ctx), request.Params
	page := gen.ListTechnicianVerifications200JSONResponse{Items: []gen.TechnicianVerification{}}
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		items, next, err := tx.TechnicianVerifications(ctx, store.TechnicianVerificationQuery{
			Status: string(value(params.Status)), Open: params.Open, Contact: params.ContactID, Scope: actor.Scope(), Cursor: value(params.Cursor), Limit: pageSize(params.Limit),
		}, actor.ID)
		if err != nil {
			return err
		}
		page.Items, page.NextCursor = make([]gen.TechnicianVerification, len(items)), present(next)
		for i, r := range items {
			page.Items[i] = requestAnswer(r, actor)
		}
		return nil
	})
	return page, err
}

func (h technicianVerifications) GetTechnicianVerification(ctx context.Context, request gen.GetTechnicianVerificationRequestObject) (gen.GetTechnicianVerificationResponseObject, error) {
	answer, err := h.read(ctx, request.TechnicianVerificationID)
	return gen.GetTechnicianVerification200JSONResponse(answer), err
}

func (h technicianVerifications) read(ctx context.Context, id uuid.UUID) (answer gen.TechnicianVerification, err error) {
	actor := ActorOf(ctx)
	err = h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		r, err := tx.TechnicianVerification(ctx, id, actor.Scope(), actor.ID)
		answer = requestAnswer(r, actor)
		return err
	})
	return answer, err
}

// GetTechnicianVerificationCode shows the code. It is derived, and stands in no other answer; no cache may keep it (secureHeaders).
func (h technicianVerifications) GetTechnicianVerificationCode(ctx context.Context, request gen.GetTechnicianVerificationCodeRequestObject) (gen.GetTechnicianVerificationCodeResponseObject, error) {
	actor := ActorOf(ctx)
	code, name, err := h.Store.TechnicianCode(ctx, actor.Tenant, request.TechnicianVerificationID, actor.Stored(), actor.Scope(), h.Now())
	if err != nil {
		return nil, err
	}
	return gen.GetTechnicianVerificationCode200JSONResponse{Code: code, Text: fmt.Sprintf("Please provide code %s to %s.", code, name)}, nil
}

// ClaimTechnicianVerification takes a request up. Who is chosen must be somebody the actor may see.
func (h technicianVerifications) ClaimTechnicianVerification(ctx context.Context, request gen.ClaimTechnicianVerificationRequestObject) (gen.ClaimTechnicianVerificationResponseObject, error) {
	actor, asked := ActorOf(ctx), *request.Body
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error { return ticketsPSA(ctx, tx, asked.TicketIntegrationID) })
	if err != nil {
		return nil, err
	}
	if err := h.mayChoose(ctx, actor, request.TechnicianVerificationID, asked.ContactID); err != nil {
		return nil, err
	}
	answer, err := h.step(ctx, workflows.UpdateClaim, workflows.TechnicianClaim{
		Verification: request.TechnicianVerificationID, Contact: asked.ContactID, Ticket: strings.TrimSpace(value(asked.TicketID)), TicketPSA: asked.TicketIntegrationID, By: stepBy(actor),
	})
	return gen.ClaimTechnicianVerification200JSONResponse(answer), err
}

func (h technicianVerifications) mayChoose(ctx context.Context, actor Actor, id uuid.UUID, contact *uuid.UUID) error {
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
func (h technicianVerifications) ConfirmTechnicianVerificationVerbally(ctx context.Context, request gen.ConfirmTechnicianVerificationVerballyRequestObject) (gen.ConfirmTechnicianVerificationVerballyResponseObject, error) {
	answer, err := h.step(ctx, workflows.UpdateConfirmVerbally, workflows.TechnicianStep{Verification: request.TechnicianVerificationID, By: stepBy(ActorOf(ctx))})
	return gen.ConfirmTechnicianVerificationVerbally200JSONResponse(answer), err
}

// DenyTechnicianVerification closes a request as not matching, and alerts.
func (h technicianVerifications) DenyTechnicianVerification(ctx context.Context, request gen.DenyTechnicianVerificationRequestObject) (gen.DenyTechnicianVerificationResponseObject, error) {
	answer, err := h.step(ctx, workflows.UpdateDeny, workflows.TechnicianStep{Verification: request.TechnicianVerificationID, By: stepBy(ActorOf(ctx))})
	return gen.DenyTechnicianVerification200JSONResponse(answer), err
}

// ApproveTechnicianVerificationNote lets the note go into the ticket.
func (h technicianVerifications) ApproveTechnicianVerificationNote(ctx context.Context, request gen.ApproveTechnicianVerificationNoteRequestObject) (gen.ApproveTechnicianVerificationNoteResponseObject, error) {
	actor := ActorOf(ctx)
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

func stepBy(actor Actor) technician.Actor {
	return technician.Actor{Kind: string(actor.Kind), ID: actor.ID, Name: actor.Name}
}

// step asks the run of the path's request for something and shows how that left it.
func (h technicianVerifications) step(ctx context.Context, name string, request any) (gen.TechnicianVerification, error) {
	row := TechnicianVerificationOf(ctx)
	if technician.Status(row.Status).Closed() {
		return gen.TechnicianVerification{}, problem.New(problem.AlreadyClosed, "This request is "+row.Status+".")
	}
	idempotency := IdempotencyOf(ctx)
	if idempotency == "" {
		idempotency = uuid.NewString()
	}
	ctx, cancel := context.WithTimeout(ctx, updateTimeout)
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
func (h technicianVerifications) ask(ctx context.Context, id uuid.UUID, options client.UpdateWorkflowOptions) (technician.Answer, error) {
	for try := 0; ; try++ {
		answer, err := askRun[technician.Answer](ctx, h.Temporal, options)
		if !errors.Is(err, errGone) {
			return answer, err
		}
		err = h.gone(ctx, id)
		if try == closingTries || !errors.Is(err, problem.New(problem.Closing, "")) {
			return technician.Answer{}, err
		}
		select {
		case <-ctx.Done():
			return technician.Answer{}, ctx.Err()
		case <-time.After(closingPause):
		}
	}
}

// gone tells a request that has ended from one whose run begins or ends just now.
func (h technicianVerifications) gone(ctx context.Context, id uuid.UUID) error {
	now, err := h.read(ctx, id)
	if err == nil && technician.Status(now.Status).Closed() {
		err = problem.New(problem.AlreadyClosed, "This request is "+string(now.Status)+".")
	}
	return cmp.Or(err, error(problem.Later(problem.Closing, updatePause)))
}

func requestAnswer(r store.TechnicianVerificationView, actor Actor) gen.TechnicianVerification {
	answer := gen.TechnicianVerification{
		ID: r.ID, Status: gen.TechnicianVerificationStatus(r.Status), Transport: gen.TechnicianVerificationTransport(r.Transport), Masked: r.Masked,
		Contact: refAnswer(r.Contact), Company: refAnswer(r.Company), ClaimedBy: present(r.ClaimedBy), ClaimedAt: r.ClaimedAt, TicketID: present(r.TicketID),
		VerificationID: r.Verification, ConfirmedHow: present(gen.TechnicianVerificationConfirmedHow(r.ConfirmedHow)), Note: gen.TechnicianVerificationNote(r.Note),
		CodeFetched: r.Seen, At: r.OpenedAt, ExpiresAt: r.ExpiresAt, ClosedAt: r.ClosedAt, Messages: make([]gen.Message, len(r.Messages)),
	}
	if r.ClaimedByID != nil {
		answer.ClaimedByYou = new(*r.ClaimedByID == actor.ID)
	}
	answer.Candidates = make([]struct {
		Company gen.Ref `json:"company"`
		Contact gen.Ref `json:"contact"`
	}, len(r.Candidates))
	for i, c := range r.Candidates {
		answer.Candidates[i].Contact, answer.Candidates[i].Company = gen.Ref(c.Contact), gen.Ref(c.Company)
	}
	for i, m := range r.Messages {
		answer.Messages[i] = messageAnswer(m)
	}
	return answer
}

func refAnswer(r *store.Ref) *gen.Ref {
	if r == nil {
		return nil
	}
	return new(gen.Ref(*r))
}
