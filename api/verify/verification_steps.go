package verify

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/availability"
	"countersign/core/channel"
	"countersign/core/otp"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/settings"
	"countersign/store/verify"
	"countersign/workflows"
)

// CheckVerification turns digits into their digest and asks the run for its verdict. The digits go no further than here.
func (h Verifications) CheckVerification(ctx context.Context, request gen.CheckVerificationRequestObject) (gen.CheckVerificationResponseObject, error) {
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
	answer, err := h.ask(ctx, row, workflows.UpdateCheck, workflows.CheckRequest{Verification: row.ID, Digest: digest, By: gate.ActorOf(ctx).Fact()})
	return gen.CheckVerification200JSONResponse{Status: gen.VerificationStatus(answer.Status), Accepted: answer.Accepted, AttemptsRemaining: answer.AttemptsRemaining}, err
}

// SendAgain makes another send, possibly by another way.
func (h Verifications) SendAgain(ctx context.Context, request gen.SendAgainRequestObject) (gen.SendAgainResponseObject, error) {
	actor := gate.ActorOf(ctx)
	row, err := h.open(ctx)
	if err != nil {
		return nil, err
	}
	name := channel.Name(request.Body.Channel)
	point, err := h.chooseAgain(ctx, row, name, respond.Value(request.Body.AddressID))
	if err != nil {
		return nil, err
	}
	if _, err := h.ask(ctx, row, workflows.UpdateSend, workflows.SendRequest{Verification: row.ID, Channel: name, ContactPoint: point, By: actor.Fact()}); err != nil {
		return nil, err
	}
	answer, err := h.current(ctx, actor, row.ID)
	return gen.SendAgain200JSONResponse(answer), err
}

// chooseAgain finds the contact point for another send, under the policy the verification began with.
func (h Verifications) chooseAgain(ctx context.Context, row verify.Row, name channel.Name, address uuid.UUID) (uuid.UUID, error) {
	return store.InTenant(ctx, h.Store, row.TenantID, func(ctx context.Context, tx store.Tx) (point uuid.UUID, err error) {
		contact, err := people.GetContact(ctx, tx, row.ContactID)
		if err != nil {
			return point, err
		}
		rules, err := settings.PolicySnapshot(ctx, tx, row.PolicyID)
		if err != nil {
			return point, err
		}
		options, err := optionsFor(ctx, tx, contact, rules.Policy, h.Now())
		if err != nil {
			return point, err
		}
		option, err := availability.Choose(options, name, address)
		point = option.ContactPoint.ID
		return point, err
	})
}

// CancelVerification ends a verification without a verdict. An Admin may end a colleague's.
func (h Verifications) CancelVerification(ctx context.Context, request gen.CancelVerificationRequestObject) (gen.CancelVerificationResponseObject, error) {
	actor := gate.ActorOf(ctx)
	row, err := h.open(ctx)
	if err != nil && !(actor.Admin && errors.Is(err, problem.New(problem.Watching, ""))) {
		return nil, err
	}
	if _, err := h.ask(ctx, row, workflows.UpdateCancel, workflows.EndRequest{Verification: row.ID, By: actor.Fact()}); err != nil {
		return nil, err
	}
	answer, err := h.current(ctx, actor, row.ID)
	return gen.CancelVerification200JSONResponse(answer), err
}

// current is how a verification stands after a step.
func (h Verifications) current(ctx context.Context, actor gate.Actor, id uuid.UUID) (gen.Verification, error) {
	v, err := h.load(ctx, actor.Tenant, id)
	if err != nil {
		return gen.Verification{}, err
	}
	return h.answerOf(v, actor, false)
}
