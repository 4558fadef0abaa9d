package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"countersign/core/template"
	"countersign/store/db"
)

// Branding is how the MSP looks and signs today.
func (tx Tx) Branding(ctx context.Context) (template.Branding, error) {
	branding, _, err := tx.brandingVersion(ctx)
	return branding, err
}

// PutBranding changes it; changed is false when it is the same, and then no version is made. A *SenderTaken error names the senders of another MSP.
func (tx Tx) PutBranding(ctx context.Context, b template.Branding, by string) (changed bool, err error) {
	if err := tx.claimSenders(ctx, b); err != nil {
		return false, err
	}
	now, version, err := tx.brandingVersion(ctx)
	if err != nil || now == b {
		return false, err
	}
	body, err := json.Marshal(b)
	if err != nil {
		return false, fmt.Errorf("store: branding: %w", err)
	}
	return true, tx.InsertBranding(ctx, db.InsertBrandingParams{TenantID: tx.Tenant, Version: version + 1, Body: body, CreatedBy: by})
}

func (tx Tx) brandingVersion(ctx context.Context) (template.Branding, int32, error) {
	row, err := tx.NewestBranding(ctx)
	if errors.Is(err, ErrNotFound) {
		name, err := tx.TenantName(ctx)
		return template.DefaultBranding(name), 0, err
	}
	if err != nil {
		return template.Branding{}, 0, err
	}
	var branding template.Branding
	if err := json.Unmarshal(row.Body, &branding); err != nil {
		return template.Branding{}, 0, fmt.Errorf("store: branding version %d: %w", row.Version, err)
	}
	if !row.OwnsNumber {
		branding.SenderNumber = "" // another MSP's: the platform's number stands in
	}
	if !row.OwnsMailbox {
		branding.SenderEmail = ""
	}
	return branding, row.Version, nil
}
