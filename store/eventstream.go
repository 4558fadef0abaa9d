package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/store/db"
)

// eventOverlap is how long before a known event reading begins again. Events are stamped when their transaction begins and seen when it commits,
// so one may show up behind a newer one; the reader gets some twice instead of missing one.
const eventOverlap = 30 * time.Second

// EventsSince lists a tenant's events from around one it knows, oldest first, at most so many. known is false when that event is gone:
// the reader has missed too much to catch up.
func (s *Store) EventsSince(ctx context.Context, tenant uuid.UUID, last int64, atMost int) (events []db.Event, known bool, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		at, err := db.New(tx).EventAt(ctx, last)
		if errors.Is(err, ErrNotFound) {
			known = false
			return nil
		}
		if err != nil {
			return err
		}
		known = true
		events, err = db.New(tx).EventsSince(ctx, db.EventsSinceParams{Since: at.Add(-eventOverlap), Known: last, AtMost: int32(atMost)})
		return err
	})
	return events, known, err
}

// NewestEvent is the number of a tenant's newest event.
func (s *Store) NewestEvent(ctx context.Context, tenant uuid.UUID) (newest int64, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		newest, err = db.New(tx).NewestEvent(ctx)
		return err
	})
	return newest, err
}
