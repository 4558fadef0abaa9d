package settings

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
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
	var answer gen.InboundSettings
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		now, err := settings.GetInbound(ctx, tx)
		if err != nil {
			return err
		}
		answer, err = h.answer(ctx, tx, now)
		return err
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
	var answer gen.InboundSettings
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		before, err := settings.UpdateInbound(ctx, tx, asked)
		if err != nil {
			return err
		}
		if answer, err = h.answer(ctx, tx, asked); err != nil || before == asked {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{
			Action: "inbound-settings.changed", SubjectKind: "settings", SubjectID: actor.Tenant.String(), Details: map[string]any{"before": before, "after": asked},
		})
	})
	return gen.PutInboundSettings200JSONResponse(answer), err
}
