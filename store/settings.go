package store

import (
	"context"
	"encoding/json"
	"fmt"
)

// Settings are the MSP's own switches. Their JSON is the schema Settings of the API.
type Settings struct {
	RetentionDays    int `json:"retention_days"`      // how long closed verifications keep who and where
	SendsPerMinute   int `json:"sends_per_minute"`    // over all contacts
	SpendPerDayCents int `json:"spend_per_day_cents"` // US cents of SMS and calls, by our own price table
}

// DefaultSettings are those of an MSP that changed nothing.
func DefaultSettings() Settings {
	return Settings{RetentionDays: 365, SendsPerMinute: 60, SpendPerDayCents: 5000}
}

// Settings are the ones in force; what was never set has its default.
func (tx Tx) Settings(ctx context.Context) (Settings, error) {
	raw, err := tx.TenantSettings(ctx)
	if err != nil {
		return Settings{}, err
	}
	return readSettings(raw)
}

// PutSettings changes them and returns what was in force before.
func (tx Tx) PutSettings(ctx context.Context, next Settings) (before Settings, err error) {
	raw, err := tx.LockTenantSettings(ctx)
	if err != nil {
		return Settings{}, err
	}
	if before, err = readSettings(raw); err != nil {
		return Settings{}, err
	}
	body, err := json.Marshal(next)
	if err != nil {
		return Settings{}, fmt.Errorf("store: settings: %w", err)
	}
	return before, tx.SetTenantSettings(ctx, body)
}

func readSettings(raw []byte) (Settings, error) {
	settings := DefaultSettings()
	if err := json.Unmarshal(raw, &settings); err != nil {
		return Settings{}, fmt.Errorf("store: settings: %w", err)
	}
	return settings, nil
}
