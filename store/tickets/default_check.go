package tickets

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
)

// Profiles are the ticket defaults that a check reads and judges.
type Profiles struct{ Store *store.Store }

var _ ticket.Profiles = Profiles{}

// Profile implements ticket.Profiles.
func (ps Profiles) Profile(ctx context.Context, tenant, id uuid.UUID) (ticket.Profile, error) {
	return store.InTenant(ctx, ps.Store, tenant, func(ctx context.Context, tx store.Tx) (p ticket.Profile, err error) {
		row, err := db.New(tx).ProfileToCheck(ctx, id)
		if err != nil {
			return p, err
		}
		p = ticket.Profile{
			Integration: row.IntegrationID, Kind: row.Kind, Name: row.Name, Asked: row.Status == "checking", Archived: row.ArchivedAt != nil, Disconnected: row.DisconnectedAt != nil,
		}
		return p, json.Unmarshal(row.Fields, &p.Fields)
	})
}

// JudgeProfile implements ticket.Profiles.
func (ps Profiles) JudgeProfile(ctx context.Context, tenant, id uuid.UUID, checked ticket.Defaults, v ticket.Verdict, at time.Time) error {
	fields, err := json.Marshal(checked)
	if err != nil {
		return err
	}
	status := "invalid"
	if v.Valid {
		status = "valid"
	}
	return ps.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		judged := db.JudgeTicketDefaultParams{
			ID: id, Checked: fields, Status: status, Problem: store.Nullable(v.Problem), MissingRight: store.Nullable(v.MissingRight), Leftover: store.Nullable(v.Leftover), At: at,
		}
		if _, err := db.New(tx).JudgeTicketDefault(ctx, judged); err != nil {
			return err
		}
		return tx.Emit(ctx, store.Event{Kind: store.EventTicketDefault, Subject: id})
	})
}

// checkNotStartedAfter is how long a check may wait for its run.
const checkNotStartedAfter = time.Minute

// WaitingCheck is a ticket default whose check was requested.
type WaitingCheck struct{ Tenant, TicketDefault uuid.UUID }

// WaitingChecks lists checks of all tenants that were requested a minute ago and have no result: the process may have died before it started the run.
func WaitingChecks(ctx context.Context, s *store.Store, now time.Time, atMost int) ([]WaitingCheck, error) {
	return store.All[WaitingCheck](ctx, s, `SELECT * FROM door.waiting_checks($1, $2)`, now.Add(-checkNotStartedAfter), atMost)
}
