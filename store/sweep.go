package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/mask"
	"countersign/store/db"
)

const (
	// noRunAfter is how long a verification may wait for its run: an API that died between the row and Temporal left it without one.
	noRunAfter = time.Minute
	// overdueAfter is how long past its latest end a verification may still be open: its run was ended from outside, or is late.
	overdueAfter = 5 * time.Minute

	keepIdempotency = 24 * time.Hour
	keepWebhooks    = 30 * 24 * time.Hour // longer than any provider repeats a report
	keepEvents      = 24 * time.Hour      // screens that slept longer fetch everything again
	keepFailures    = 24 * time.Hour
	keepLimits      = 25 * time.Hour // the longest window is a day
)

// OrphanedVerification is an open verification that may have no run any more. Ask Temporal before closing it (CloseOrphaned).
type OrphanedVerification struct {
	Tenant   uuid.UUID
	ID       uuid.UUID
	Contact  uuid.UUID
	RunID    *string
	OpenedAt time.Time
	EndsAt   time.Time
}

// OrphanedVerifications lists verifications of all tenants that have been without a run for a minute, or are open five minutes past their latest end.
func (s *Store) OrphanedVerifications(ctx context.Context, now time.Time, atMost int) ([]OrphanedVerification, error) {
	return All[OrphanedVerification](ctx, s, `SELECT * FROM door.stray_verifications($1, $2, $3)`, now.Add(-noRunAfter), now.Add(-overdueAfter), atMost)
}

// OrphanedTechnicianVerification is an open technician verification that may have no run any more.
type OrphanedTechnicianVerification struct {
	Tenant     uuid.UUID
	ID         uuid.UUID
	RunID      *string
	PointIndex []byte
}

// OrphanedTechnicianVerifications lists those of all tenants that have been without a run for a minute, or are open after their end.
func (s *Store) OrphanedTechnicianVerifications(ctx context.Context, now time.Time, atMost int) ([]OrphanedTechnicianVerification, error) {
	return All[OrphanedTechnicianVerification](ctx, s, `SELECT * FROM door.stray_technician_verifications($1, $2, $3)`, now.Add(-noRunAfter), now.Add(-noRunAfter), atMost)
}

// WaitingCheck is a ticket default that somebody asked to be checked.
type WaitingCheck struct{ Tenant, TicketDefault uuid.UUID }

// WaitingChecks lists those of all tenants that were asked for a minute ago and are not judged: whoever asked may have died before the run began.
func (s *Store) WaitingChecks(ctx context.Context, now time.Time, atMost int) ([]WaitingCheck, error) {
	return All[WaitingCheck](ctx, s, `SELECT * FROM door.waiting_checks($1, $2)`, now.Add(-noRunAfter), atMost)
}

// DeleteExpired throws away what only had a time to live: sessions, tokens, idempotency keys, seen webhook events, old events for screens. Returns how many rows went.
func (s *Store) DeleteExpired(ctx context.Context, now time.Time) (rows int64, err error) {
	err = s.QueryRow(ctx, `SELECT door.sweep($1, $2, $3, $4, $5)`,
		now, now.Add(-keepIdempotency), now.Add(-keepWebhooks), now.Add(-keepEvents), now.Add(-keepFailures)).Scan(&rows)
	return rows, err
}

// ApplyRetention removes who and where from a tenant's verifications that closed longer ago than the MSP keeps them, and the values of addresses that left the file that long ago.
// What was decided, when and by which rules stays, as does the evidence. It takes up to atMost verifications; forgotten is how many.
func (s *Store) ApplyRetention(ctx context.Context, tenant uuid.UUID, now time.Time, atMost int) (forgotten int, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		settings, err := tx.Settings(ctx)
		if err != nil {
			return err
		}
		before := now.AddDate(0, 0, -settings.RetentionDays)
		ids, err := tx.VerificationsToForget(ctx, db.VerificationsToForgetParams{Before: &before, AtMost: int32(atMost)})
		if err != nil {
			return err
		}
		forgotten = len(ids)
		if err := tx.ForgetVerifications(ctx, db.ForgetVerificationsParams{Ids: ids, At: &now}); err != nil {
			return err
		}
		if err := tx.ForgetSends(ctx, db.ForgetSendsParams{Ids: ids, Masked: mask.Hidden}); err != nil {
			return err
		}
		if err := tx.ForgetShields(ctx, ids); err != nil {
			return err
		}
		if err := tx.forgetWritten(ctx, before); err != nil {
			return err
		}
		if _, err := tx.ForgetReplacedPoints(ctx, db.ForgetReplacedPointsParams{Masked: mask.Hidden, Before: &before}); err != nil {
			return err
		}
		_, err = tx.DropStaleLimits(ctx, now.Add(-keepLimits))
		return err
	})
	return forgotten, err
}
