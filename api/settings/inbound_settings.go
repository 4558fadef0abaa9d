package settings

import (
	"cmp"
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/settings"
)

// InboundSettings serves an MSP's settings of inbound messages.
type InboundSettings struct {
	Store     *store.Store
	SMSNumber string // the platform's own, E.164; may be empty
}

func (h InboundSettings) GetInboundSettings(ctx context.Context, _ gen.GetInboundSettingsRequestObject) (gen.GetInboundSettingsResponseObject, error) {
	answer, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.InboundSettings, err error) {
		now, err := settings.GetInbound(ctx, tx)
		if err != nil {
			return answer, err
		}
		return h.answer(ctx, tx, now)
	})
	return gen.GetInboundSettings200JSONResponse(answer), err
}

func (h InboundSettings) PutInboundSettings(ctx context.Context, request gen.PutInboundSettingsRequestObject) (gen.PutInboundSettingsResponseObject, error) {
	asked := settings.Inbound{
		VerifyWord: request.Body.VerifyWord, ConfirmWord: request.Body.ConfirmWord, DenyWord: request.Body.DenyWord,
		NoteApproval: request.Body.NoteApproval, Minutes: request.Body.Minutes,
	}
	var wrong []problem.Field
	for _, fault := range asked.Words().Check() {
		wrong = append(wrong, problem.Field{Field: fault.Word, Message: fault.Reason})
	}
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := gate.ActorOf(ctx)
	answer, err := store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (answer gen.InboundSettings, err error) {
		before, err := settings.UpdateInbound(ctx, tx, asked)
		if err != nil {
			return answer, err
		}
		if answer, err = h.answer(ctx, tx, asked); err != nil || before == asked {
			return answer, err
		}
		return answer, gate.Audit(ctx, tx, store.AuditEntry{
			Action: "inbound-settings.changed", SubjectKind: "settings", SubjectID: actor.Tenant.String(), Details: map[string]any{"before": before, "after": asked},
		})
	})
	return gen.PutInboundSettings200JSONResponse(answer), err
}

// answer adds the number that clients write to: the MSP's own, or else the platform's.
func (h InboundSettings) answer(ctx context.Context, tx store.Tx, s settings.Inbound) (gen.InboundSettings, error) {
	branding, err := settings.GetBranding(ctx, tx)
	return gen.InboundSettings{
		VerifyWord: s.VerifyWord, ConfirmWord: s.ConfirmWord, DenyWord: s.DenyWord, NoteApproval: s.NoteApproval, Minutes: s.Minutes,
		VerificationNumber: respond.Present(cmp.Or(branding.SenderNumber, h.SMSNumber)),
	}, err
}
