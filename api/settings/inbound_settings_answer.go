package settings

import (
	"cmp"
	"context"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/store"
	"countersign/store/settings"
)

// answer adds the number that clients write to: the MSP's own, or else the platform's.
func (h InboundSettings) answer(ctx context.Context, tx store.Tx, s settings.Inbound) (gen.InboundSettings, error) {
	branding, err := settings.GetBranding(ctx, tx)
	return gen.InboundSettings{
		VerifyWord: s.VerifyWord, ConfirmWord: s.ConfirmWord, DenyWord: s.DenyWord, NoteApproval: s.NoteApproval, Minutes: s.Minutes,
		VerificationNumber: respond.Present(cmp.Or(branding.SenderNumber, h.SMSNumber)),
	}, err
}
