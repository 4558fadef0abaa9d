package connections

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/problem"
)

const (
	// scheduleTimeout bounds a request to Temporal that a caller waits for.
	scheduleTimeout = 5 * time.Second
	// nextSyncTimeout bounds the wait for a detail of an answer, which is left out when it passes.
	nextSyncTimeout = time.Second
)

// try does what may fail without failing the request: the row is the truth, and a run that finds its PSA gone or disabled ends at once.
func (h Integrations) try(ctx context.Context, what string, do func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), scheduleTimeout)
	defer cancel()
	if err := do(ctx); err != nil {
		h.Log.Warn(what+" failed", "error", err)
	}
}

// startSync starts a sync unless one runs.
func (h Integrations) startSync(ctx context.Context, tenant, integration uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, scheduleTimeout)
	defer cancel()
	if err := h.Dispatch.StartSync(ctx, tenant, integration); err != nil {
		h.Log.Warn("a sync could not be started", "error", err)
		return problem.New(problem.Unavailable, "The sync could not be started. Try again in a few seconds.")
	}
	return nil
}

// nextSync is when a PSA is synced next, the zero time when that is not known.
func (h Integrations) nextSync(ctx context.Context, tenant, integration uuid.UUID) time.Time {
	ctx, cancel := context.WithTimeout(ctx, nextSyncTimeout)
	defer cancel()
	next, err := h.Dispatch.NextSync(ctx, tenant, integration)
	if err != nil {
		return time.Time{}
	}
	return next
}
