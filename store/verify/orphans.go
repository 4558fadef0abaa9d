package verify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store"
)

const (
	// noRunAfter is how long a verification may wait for its run: an API that ended between the row and the start left it without one.
	noRunAfter = time.Minute
	// overdueAfter is how long past its latest end a verification may still be open: its run was ended from outside, or is late.
	overdueAfter = 5 * time.Minute
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
func OrphanedVerifications(ctx context.Context, s *store.Store, now time.Time, atMost int) ([]OrphanedVerification, error) {
	return store.All[OrphanedVerification](ctx, s, `SELECT * FROM door.stray_verifications($1, $2, $3)`, now.Add(-noRunAfter), now.Add(-overdueAfter), atMost)
}
