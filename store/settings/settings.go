// Package settings stores what an MSP decides: settings, branding, templates and policies.
package settings

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"countersign/core/admission"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/db"
)

// Settings are the MSP's own switches. Their JSON is the schema Settings of the API.
type Settings struct {
	RetentionDays    int    `json:"retention_days"`      // how long closed verifications keep who and where
	SendsPerMinute   int    `json:"sends_per_minute"`    // over all contacts
	SpendPerDayCents int    `json:"spend_per_day_cents"` // US cents of SMS and calls, by our own price table
	TimeZone         string `json:"time_zone"`           // of the MSP, IANA; mails to its people tell times by it
	Country          string `json:"country,omitempty"`   // ISO 3166-1 alpha-2; reads numbers without a country code at companies of no known country. "" for unknown
}

// DefaultSettings are those of an MSP that changed nothing.
func DefaultSettings() Settings {
	return Settings{RetentionDays: 365, SendsPerMinute: 60, SpendPerDayCents: 5000, TimeZone: "UTC"}
}

// Get are the ones in force; what was never set has its default.
func Get(ctx context.Context, tx store.Tx) (Settings, error) {
	row, err := db.New(tx).TenantSettings(ctx)
	if err != nil {
		return Settings{}, err
	}
	return Read(row.Settings)
}

// Limits are the switches that bound what is sent.
func (s Settings) Limits() admission.Limits {
	return admission.Limits{SendsPerMinute: s.SendsPerMinute, SpendPerDayCents: s.SpendPerDayCents}
}

// GetCeilings are what the operator allows the MSP at most.
func GetCeilings(ctx context.Context, tx store.Tx) (admission.Ceilings, error) {
	row, err := db.New(tx).TenantSettings(ctx)
	if err != nil {
		return admission.Ceilings{}, err
	}
	return ReadCeilings(row.Ceilings)
}

// ReadCeilings reads the column tenants.ceilings.
func ReadCeilings(raw []byte) (c admission.Ceilings, err error) {
	if err := json.Unmarshal(raw, &c); err != nil {
		return c, fmt.Errorf("store: ceilings: %w", err)
	}
	return c.OrDefault(), nil
}

// Update changes them and returns what was in force before. What the operator does not allow is a *problem.Error that names the fields.
func Update(ctx context.Context, tx store.Tx, next Settings) (before Settings, err error) {
	row, err := db.New(tx).LockTenantSettings(ctx)
	if err != nil {
		return Settings{}, err
	}
	ceilings, err := ReadCeilings(row.Ceilings)
	if err != nil {
		return Settings{}, err
	}
	if wrong := ceilings.Check(next.Limits()); len(wrong) > 0 {
		return Settings{}, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	if before, err = Read(row.Settings); err != nil {
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

// Read reads the column tenants.settings; what was never set has its default.
func Read(raw []byte) (Settings, error) {
	settings := DefaultSettings()
	if err := json.Unmarshal(raw, &settings); err != nil {
		return Settings{}, fmt.Errorf("store: settings: %w", err)
	}
	return settings, nil
}
