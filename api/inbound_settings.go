package api

import (
	"cmp"
	"context"

	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/store"
)

// inboundSettings answers for how an MSP wants to hear from its clients.
type inboundSettings struct {
	Store     *store.Store
	SMSNumber string // the platform's own, E.164; may be empty
}

func (h inboundSettings) GetInboundSettings(ctx context.Context, _ gen.GetInboundSettingsRequestObject) (gen.GetInboundSettingsResponseObject, error) {
	var answer gen.InboundSettings
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		now, err := tx.InboundSettings(ctx)
		if err != nil {
			return err
		}
		answer, err = h.answer(ctx, tx, now)
		return err
	})
	return gen.GetInboundSettings200JSONResponse(answer), err
}

func (h inboundSettings) PutInboundSettings(ctx context.Context, request gen.PutInboundSettingsRequestObject) (gen.PutInboundSettingsResponseObject, error) {
	asked := store.InboundSettings{
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
	actor := ActorOf(ctx)
	var answer gen.InboundSettings
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		before, err := tx.SetInboundSettings(ctx, asked)
		if err != nil {
			return err
		}
		if answer, err = h.answer(ctx, tx, asked); err != nil || before == asked {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{
			Action: "inbound-settings.changed", SubjectKind: "settings", SubjectID: actor.Tenant.String(), Details: map[string]any{"before": before, "after": asked},
		})
	})
	return gen.PutInboundSettings200JSONResponse(answer), err
}

// answer adds the number that clients write to: the MSP's own, or else the platform's.
func (h inboundSettings) answer(ctx context.Context, tx store.Tx, s store.InboundSettings) (gen.InboundSettings, error) {
	branding, err := tx.Branding(ctx)
	return gen.InboundSettings{
		VerifyWord: s.VerifyWord, ConfirmWord: s.ConfirmWord, DenyWord: s.DenyWord, NoteApproval: s.NoteApproval, Minutes: s.Minutes,
		VerificationNumber: present(cmp.Or(branding.SenderNumber, h.SMSNumber)),
	}, err
}
