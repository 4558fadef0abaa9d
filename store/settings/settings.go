// Package settings stores what an MSP decides: settings, branding, templates and policies.
package settings

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"countersign/store"
	"countersign/store/db"
)

// Settings are the MSP's own switches. Their JSON is the schema Settings of the API.
type Settings struct {
	RetentionDays    int    `json:"retention_days"`      // how long closed verifications keep who and where
	SendsPerMinute   int    `json:"sends_per_minute"`    // over all contacts
	SpendPerDayCents int    `json:"spend_per_day_cents"` // US cents of SMS and calls, by our own price table
	TimeZone         string `json:"time_zone"`           // of the MSP, IANA; mails to its people tell times by it
}

// DefaultSettings are those of an MSP that changed nothing.
func DefaultSettings() Settings {
	return Settings{RetentionDays: 365, SendsPerMinute: 60, SpendPerDayCents: 5000, TimeZone: "UTC"}
}

// Get are the ones in force; what was never set has its default.
func Get(ctx context.Context, tx store.Tx) (Settings, error) {
	raw, err := db.New(tx).TenantSettings(ctx)
	if err != nil {
		return Settings{}, err
	}
	return readSettings(raw)
}

// Update changes them and returns what was in force before.
func Update(ctx context.Context, tx store.Tx, next Settings) (before Settings, err error) {
	raw, err := db.New(tx).LockTenantSettings(ctx)
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
	return before, db.New(tx).SetTenantSettings(ctx, body)
}

// Zone is the time zone of the MSP; UTC where this machine does not know it.
func Zone(ctx context.Context, tx store.Tx) (*time.Location, error) {
	now, err := Get(ctx, tx)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(now.TimeZone)
	if err != nil {
		return time.UTC, nil
	}
	return zone, nil
}

func readSettings(raw []byte) (Settings, error) {
	settings := DefaultSettings()
	if err := json.Unmarshal(raw, &settings); err != nil {
		return Settings{}, fmt.Errorf("store: settings: %w", err)
	}
	return settings, nil
}
