// Package retention deletes what is expired and seals values again under a new key.
package retention

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/mask"
	"countersign/core/policy"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/settings"
)

const (
	keepIdempotency = 24 * time.Hour
	keepWebhooks    = 30 * 24 * time.Hour // longer than any provider repeats a report
	keepEvents      = 24 * time.Hour      // screens that slept longer fetch all data again
	keepFailures    = 24 * time.Hour
	keepLimits      = 25 * time.Hour // the longest window is a day
)

// DeleteExpired throws away what only had a time to live: sessions, tokens, idempotency keys, seen webhook events, old events for screens. Returns how many rows went.
func DeleteExpired(ctx context.Context, s *store.Store, now time.Time) (rows int64, err error) {
	err = s.QueryRow(ctx, `SELECT door.sweep($1, $2, $3, $4, $5)`,
		now, now.Add(-keepIdempotency), now.Add(-keepWebhooks), now.Add(-keepEvents), now.Add(-keepFailures)).Scan(&rows)
	return rows, err
}

// Apply removes who and where from a tenant's verifications that closed longer ago than the MSP keeps them, and the values of addresses that left the file that long ago.
// What was decided, when and by which rules stays, as does the evidence. It takes up to atMost verifications; forgotten is how many.
func Apply(ctx context.Context, s *store.Store, tenant uuid.UUID, now time.Time, atMost int) (forgotten int, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		settings, err := settings.Get(ctx, tx)
		if err != nil {
			return err
		}
		before := now.AddDate(0, 0, -settings.RetentionDays)
		ids, err := db.New(tx).VerificationsToForget(ctx, db.VerificationsToForgetParams{Before: &before, AtMost: int32(atMost)})
		if err != nil {
			return err
		}
		forgotten = len(ids)
		if err := db.New(tx).ForgetVerifications(ctx, db.ForgetVerificationsParams{Ids: ids, At: &now}); err != nil {
			return err
		}
		if err := db.New(tx).ForgetSends(ctx, db.ForgetSendsParams{Ids: ids, Masked: mask.Hidden}); err != nil {
			return err
		}
		if err := db.New(tx).ForgetShields(ctx, ids); err != nil {
			return err
		}
		if err := forgetWritten(ctx, tx, before); err != nil {
			return err
		}
		if _, err := db.New(tx).ForgetReplacedPoints(ctx, db.ForgetReplacedPointsParams{Masked: mask.Hidden, Before: &before}); err != nil {
			return err
		}
		if err := db.New(tx).ForgetErasedNames(ctx, new(now.Add(-policy.LongestCooling))); err != nil {
			return err
		}
		_, err = db.New(tx).DropStaleLimits(ctx, now.Add(-keepLimits))
		return err
	})
	return forgotten, err
}

// forgetWritten removes what was written before the MSP's retention time. A conversation that is open is kept whole.
func forgetWritten(ctx context.Context, tx store.Tx, before time.Time) error {
	return errors.Join(
		db.New(tx).ForgetMessages(ctx, db.ForgetMessagesParams{Before: before, Masked: mask.Hidden}),
		db.New(tx).ForgetConversations(ctx, db.ForgetConversationsParams{Before: &before, Masked: mask.Hidden}),
		db.New(tx).ForgetTechnicianVerifications(ctx, db.ForgetTechnicianVerificationsParams{Before: &before, Masked: mask.Hidden}),
		db.New(tx).ForgetConsentTexts(ctx, before),
		db.New(tx).ForgetAlerts(ctx, before),
		db.New(tx).ForgetTicketWrites(ctx, before),
	)
}
