package techverify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store"
)

// noRunAfter is how long a technician verification may wait for its run, or stay open after its end.
const noRunAfter = time.Minute

// Orphan is an open technician verification that may have no run any more.
type Orphan struct {
	Tenant     uuid.UUID
	ID         uuid.UUID
	RunID      *string
	PointIndex []byte
}

// Orphaned lists those of all tenants that have been without a run for a minute, or are open after their end.
func Orphaned(ctx context.Context, s *store.Store, now time.Time, atMost int) ([]Orphan, error) {
	return store.All[Orphan](ctx, s, `SELECT * FROM door.stray_technician_verifications($1, $2, $3)`, now.Add(-noRunAfter), now.Add(-noRunAfter), atMost)
}
