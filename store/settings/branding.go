package settings

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"countersign/core/template"
	"countersign/store"
	"countersign/store/db"
)

// GetBranding is how the MSP looks and signs today.
func GetBranding(ctx context.Context, tx store.Tx) (template.Branding, error) {
	branding, _, err := brandingVersion(ctx, tx)
	return branding, err
}

// UpdateBranding changes it; changed is false when it is the same, and then no version is made. A *SenderTaken error names the senders that are not the MSP's.
func UpdateBranding(ctx context.Context, tx store.Tx, b template.Branding, by string) (changed bool, err error) {
	if err := takeSenders(ctx, tx, b); err != nil {
		return false, err
	}
	now, version, err := brandingVersion(ctx, tx)
	if err != nil || now == b {
		return false, err
	}
	body, err := json.Marshal(b)
	if err != nil {
		return false, fmt.Errorf("store: branding: %w", err)
	}
	return true, db.New(tx).InsertBranding(ctx, db.InsertBrandingParams{TenantID: tx.Tenant, Version: version + 1, Body: body, CreatedBy: by})
}

func brandingVersion(ctx context.Context, tx store.Tx) (template.Branding, int32, error) {
	row, err := db.New(tx).NewestBranding(ctx)
	if errors.Is(err, store.ErrNotFound) {
		name, err := db.New(tx).TenantName(ctx)
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
