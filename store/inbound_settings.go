package store

import (
	"context"
	"errors"
	"time"

	"countersign/core/inbound"
	"countersign/store/db"
)

// InboundSettings are how an MSP wants to hear from its clients.
type InboundSettings struct {
	VerifyWord   string `json:"verify_word"`
	ConfirmWord  string `json:"confirm_word"`
	DenyWord     string `json:"deny_word"`
	NoteApproval bool   `json:"note_approval"` // the note of a technician verification waits for a technician
	Minutes      int    `json:"minutes"`       // how long a code of a technician verification is good
}

// Words are the trigger words.
func (s InboundSettings) Words() inbound.Words {
	return inbound.Words{Verify: s.VerifyWord, Confirm: s.ConfirmWord, Deny: s.DenyWord}
}

// Lifetime is how long a code of a technician verification is good.
func (s InboundSettings) Lifetime() time.Duration { return time.Duration(s.Minutes) * time.Minute }

// DefaultInboundSettings are those of an MSP that changed nothing.
func DefaultInboundSettings() InboundSettings {
	words := inbound.DefaultWords()
	return InboundSettings{VerifyWord: words.Verify, ConfirmWord: words.Confirm, DenyWord: words.Deny, Minutes: 15}
}

// InboundSettings are the ones in force.
func (tx Tx) InboundSettings(ctx context.Context) (InboundSettings, error) {
	row, err := tx.GetInboundSettings(ctx)
	if errors.Is(err, ErrNotFound) {
		return DefaultInboundSettings(), nil
	}
	return InboundSettings{VerifyWord: row.VerifyWord, ConfirmWord: row.ConfirmWord, DenyWord: row.DenyWord, NoteApproval: row.NoteApproval, Minutes: int(row.Minutes)}, err
}

// SetInboundSettings changes them and returns what was in force before.
func (tx Tx) SetInboundSettings(ctx context.Context, next InboundSettings) (before InboundSettings, err error) {
	if before, err = tx.InboundSettings(ctx); err != nil {
		return before, err
	}
	return before, tx.PutInboundSettings(ctx, db.PutInboundSettingsParams{
		TenantID: tx.Tenant, VerifyWord: next.VerifyWord, ConfirmWord: next.ConfirmWord, DenyWord: next.DenyWord, NoteApproval: next.NoteApproval, Minutes: int32(next.Minutes),
	})
}
