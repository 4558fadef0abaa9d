package api

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/channel"
	"countersign/core/otp"
	"countersign/core/problem"
	"countersign/core/reach"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/db"
	"countersign/workflows"
)

// CheckVerification turns digits into their digest and asks the run for its verdict. The digits go no further than here.
func (h verifications) CheckVerification(ctx context.Context, request gen.CheckVerificationRequestObject) (gen.CheckVerificationResponseObject, error) {
	row, err := h.open(ctx)
	if err != nil {
		return nil, err
	}
	digits, err := otp.Clean(request.Body.Code, int(row.CodeLength))
	if err != nil {
		return nil, problem.New(problem.InvalidCodeFormat, "")
	}
	digest, err := otp.Digest(h.Store.Ring(), row.KeyID, row.ID.String(), digits)
	if err != nil {
		return nil, err
	}
	answer, err := h.ask(ctx, row, workflows.UpdateCheck, workflows.CheckRequest{Verification: row.ID, Digest: digest, By: by(ActorOf(ctx))})
	if err != nil {
		return nil, err
	}
	return gen.CheckVerification200JSONResponse{Status: gen.VerificationStatus(answer.Status), Accepted: answer.Accepted, AttemptsRemaining: answer.AttemptsRemaining}, nil
}

// SendAgain makes another send, possibly by another way.
func (h verifications) SendAgain(ctx context.Context, request gen.SendAgainRequestObject) (gen.SendAgainResponseObject, error) {
	actor := ActorOf(ctx)
	row, err := h.open(ctx)
	if err != nil {
		return nil, err
	}
	name := channel.Name(request.Body.Channel)
	point, err := h.way(ctx, row, name, value(request.Body.AddressID))
	if err != nil {
		return nil, err
	}
	if _, err := h.ask(ctx, row, workflows.UpdateSend, workflows.SendRequest{Verification: row.ID, Channel: name, Point: point, By: by(actor)}); err != nil {
		return nil, err
	}
	answer, err := h.now(ctx, actor, row.ID)
	return gen.SendAgain200JSONResponse(answer), err
}

// way finds the address for another send, under the policy the verification began with.
func (h verifications) way(ctx context.Context, row db.Verification, name channel.Name, address uuid.UUID) (point uuid.UUID, err error) {
	err = h.Store.InTenant(ctx, row.TenantID, func(ctx context.Context, tx store.Tx) error {
		contact, err := tx.Contact(ctx, row.ContactID)
		if err != nil {
			return err
		}
		rules, err := tx.PolicySnapshot(ctx, row.PolicyID)
		if err != nil {
			return err
		}
		option, err := reach.Choose(reach.Options(contact.Reach(rules.Policy, h.Now())), name, address)
		point = option.Point.ID
		return err
	})
	return point, err
}

// CancelVerification ends a verification without a verdict. An Admin may end a colleague's.
func (h verifications) CancelVerification(ctx context.Context, request gen.CancelVerificationRequestObject) (gen.CancelVerificationResponseObject, error) {
	actor := ActorOf(ctx)
	row, err := h.open(ctx)
	if err != nil && !(actor.Admin && errors.Is(err, problem.New(problem.Watching, ""))) {
		return nil, err
	}
	if _, err := h.ask(ctx, row, workflows.UpdateCancel, workflows.EndRequest{Verification: row.ID, By: by(actor)}); err != nil {
		return nil, err
	}
	answer, err := h.now(ctx, actor, row.ID)
	return gen.CancelVerification200JSONResponse(answer), err
}

// now is how a verification stands after a step.
func (h verifications) now(ctx context.Context, actor Actor, id uuid.UUID) (gen.Verification, error) {
	v, err := h.load(ctx, actor.Tenant, id)
	if err != nil {
		return gen.Verification{}, err
	}
	return h.answerOf(v, actor, false)
}

// ConfirmLink is "Validate" on the page of a link, or the key that a called person pressed.
func (h verifications) ConfirmLink(ctx context.Context, tenant, id uuid.UUID, send int) (Outcome, error) {
	return h.fromPage(ctx, tenant, id, workflows.UpdateConfirm, workflows.ConfirmRequest{Verification: id, Send: send})
}

// MatchNumber is a number that the person entered on the page of a link, or wrote back.
func (h verifications) MatchNumber(ctx context.Context, tenant, id uuid.UUID, send int, number string) (Outcome, error) {
	v, err := h.load(ctx, tenant, id)
	if err != nil {
		return LinkVoid, err
	}
	digest, err := otp.Digest(h.Store.Ring(), v.KeyID, id.String(), number)
	if err != nil {
		return LinkVoid, err
	}
	return h.fromPage(ctx, tenant, id, workflows.UpdateMatch, workflows.MatchRequest{Verification: id, Send: send, Digest: digest})
}

// NotMe is "This was not me" on the page of a link. The link of any send is good enough for a denial.
func (h verifications) NotMe(ctx context.Context, tenant, id uuid.UUID, _ int) (Outcome, error) {
	return h.fromPage(ctx, tenant, id, workflows.UpdateNotMe, workflows.EndRequest{Verification: id, By: "contact"})
}

// fromPage asks the run for what the person pressed and tells the page what came of it.
func (h verifications) fromPage(ctx context.Context, tenant, id uuid.UUID, update string, request any) (Outcome, error) {
	v, err := h.load(ctx, tenant, id)
	if err != nil || v.Status.Closed() {
		return LinkVoid, err
	}
	answer, err := h.Runs.update(ctx, run{tenant: tenant, contact: v.Contact.ID, verification: id, id: v.RunID}, update, "", request)
	switch {
	case errors.Is(err, errGone):
		return LinkVoid, nil
	case err != nil:
		return LinkVoid, err
	case answer.Refusal == "" && answer.Status == verification.Approved:
		return LinkConfirmed, nil
	case answer.Refusal == "" && answer.Status == verification.Pending && update == workflows.UpdateMatch:
		return LinkMismatch, nil
	case answer.Refusal == "" && answer.Reason == verification.NotMe:
		return LinkDenied, nil
	}
	return LinkVoid, nil
}
