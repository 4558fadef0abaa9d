package settings

import (
	"context"
	"errors"
	"time"

	"countersign/core/inbound"
	"countersign/store"
	"countersign/store/db"
)

// Inbound are an MSP's settings of inbound messages.
type Inbound struct {
	VerifyWord   string `json:"verify_word"`
	ConfirmWord  string `json:"confirm_word"`
	DenyWord     string `json:"deny_word"`
	NoteApproval bool   `json:"note_approval"` // the note of a technician verification waits for a technician
	Minutes      int    `json:"minutes"`       // how long a code of a technician verification is good
}

// Words are the trigger words.
func (s Inbound) Words() inbound.Words {
	return inbound.Words{Verify: s.VerifyWord, Confirm: s.ConfirmWord, Deny: s.DenyWord}
}

// Lifetime is how long a code of a technician verification is good.
func (s Inbound) Lifetime() time.Duration { return time.Duration(s.Minutes) * time.Minute }

// DefaultInbound are those of an MSP that changed nothing.
func DefaultInbound() Inbound {
	words := inbound.DefaultWords()
	return Inbound{VerifyWord: words.Verify, ConfirmWord: words.Confirm, DenyWord: words.Deny, Minutes: 15}
}

// GetInbound are the ones in force.
func GetInbound(ctx context.Context, tx store.Tx) (Inbound, error) {
	row, err := db.New(tx).GetInboundSettings(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return DefaultInbound(), nil
	}
	return Inbound{VerifyWord: row.VerifyWord, ConfirmWord: row.ConfirmWord, DenyWord: row.DenyWord, NoteApproval: row.NoteApproval, Minutes: int(row.Minutes)}, err
}

// UpdateInbound changes them and returns what was in force before.
func UpdateInbound(ctx context.Context, tx store.Tx, next Inbound) (before Inbound, err error) {
	if before, err = GetInbound(ctx, tx); err != nil {
		return before, err
	}
	return before, db.New(tx).PutInboundSettings(ctx, db.PutInboundSettingsParams{
		TenantID: tx.Tenant, VerifyWord: next.VerifyWord, ConfirmWord: next.ConfirmWord, DenyWord: next.DenyWord, NoteApproval: next.NoteApproval, Minutes: int32(next.Minutes),
	})
}
