package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"countersign/core/ticket"
	"countersign/store/db"
)

var _ ticket.Profiles = (*Store)(nil)

// Profile implements ticket.Profiles.
func (s *Store) Profile(ctx context.Context, tenant, id uuid.UUID) (p ticket.Profile, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.ProfileToCheck(ctx, id)
		if err != nil {
			return err
		}
		p = ticket.Profile{
			Integration: row.IntegrationID, Kind: row.Kind, Name: row.Name, Asked: row.Status == "checking", Archived: row.ArchivedAt != nil, Disconnected: row.DisconnectedAt != nil,
		}
		return json.Unmarshal(row.Fields, &p.Fields)
	})
	return p, err
}

// JudgeProfile implements ticket.Profiles.
func (s *Store) JudgeProfile(ctx context.Context, tenant, id uuid.UUID, checked ticket.Defaults, v ticket.Verdict, at time.Time) error {
	fields, err := json.Marshal(checked)
	if err != nil {
		return err
	}
	status := "invalid"
	if v.Valid {
		status = "valid"
	}
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		judged := db.JudgeTicketDefaultParams{
			ID: id, Checked: fields, Status: status, Problem: Nullable(v.Problem), MissingRight: Nullable(v.MissingRight), Leftover: Nullable(v.Leftover), At: at,
		}
		if _, err := tx.JudgeTicketDefault(ctx, judged); err != nil {
			return err
		}
		return tx.Emit(ctx, Event{Kind: EventTicketDefault, Subject: id})
	})
}
