package settings

import (
	"context"
	"errors"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/settings"
)

// Branding answers for the MSP's looks and senders.
type Branding struct{ Store *store.Store }

func (h Branding) GetBranding(ctx context.Context, _ gen.GetBrandingRequestObject) (gen.GetBrandingResponseObject, error) {
	branding, err := gate.InTenant(ctx, h.Store, settings.GetBranding)
	return gen.GetBranding200JSONResponse(brandingShown(branding)), err
}

func (h Branding) PutBranding(ctx context.Context, request gen.PutBrandingRequestObject) (gen.PutBrandingResponseObject, error) {
	branding := brandingAsked(*request.Body)
	if wrong := branding.Validate(); len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := gate.ActorOf(ctx)
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		before, err := settings.GetBranding(ctx, tx)
		if err != nil {
			return err
		}
		changed, err := settings.UpdateBranding(ctx, tx, branding, actor.Name)
		if err != nil || !changed {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "branding.changed", SubjectKind: "branding", SubjectID: actor.Tenant.String(), Details: gate.Differences(brandingAudited(before), brandingAudited(branding))})
	})
	return gen.PutBranding200JSONResponse(brandingShown(branding)), senderProblem(err)
}

// notYours says what is wrong with a sender that is not the MSP's, by field.
var notYours = map[string]string{
	"sender_number": "This number is not assigned to you. Ask the operator of this installation to assign it.",
	"sender_email":  "This mailbox is not assigned to you. Ask the operator of this installation to assign it.",
	"msp_name":      "Another organisation has this name, or one that looks like it.",
	"sender_name":   "Another organisation has this name, or one that looks like it.",
}

// senderProblem says which fields name a sender that is not the MSP's.
func senderProblem(err error) error {
	taken, ok := errors.AsType[*settings.SenderTaken](err)
	if !ok {
		return err
	}
	return problem.Invalid(problem.SenderNotYours, list.Of(taken.Fields, func(field string) problem.Field { return problem.Field{Field: field, Message: notYours[field]} })...)
}
