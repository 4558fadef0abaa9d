package connections

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/core/problem"
	"countersign/dispatch"
)

// schedulePatience bounds what somebody waits for Temporal to plan their syncs.
const schedulePatience = 5 * time.Second

// Schedules plans the syncs of PSAs, and has ticket defaults checked.
type Schedules struct {
	Dispatch *dispatch.Dispatcher
	Log      *slog.Logger
}

// Create has a PSA synced now and from now on. Where Temporal cannot be asked the worker's sweep does it.
func (s Schedules) Create(ctx context.Context, tenant, integration uuid.UUID) {
	s.Try(ctx, "making the schedule of a PSA's syncs", func(ctx context.Context) error { return s.Dispatch.ScheduleSyncs(ctx, tenant, integration) })
}

// Delete ends a PSA's syncs.
func (s Schedules) Delete(ctx context.Context, tenant, integration uuid.UUID) {
	s.Try(ctx, "ending the schedule of a PSA's syncs", func(ctx context.Context) error { return s.Dispatch.UnscheduleSyncs(ctx, tenant, integration) })
}

// Pause pauses a PSA's syncs, or resumes them.
func (s Schedules) Pause(ctx context.Context, tenant, integration uuid.UUID, paused bool) {
	s.Try(ctx, "pausing or resuming the schedule of a PSA's syncs", func(ctx context.Context) error { return s.Dispatch.PauseSyncs(ctx, tenant, integration, paused) })
}

// SyncNow starts a sync unless one runs.
func (s Schedules) SyncNow(ctx context.Context, tenant, integration uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, schedulePatience)
	defer cancel()
	if err := s.Dispatch.StartSync(ctx, tenant, integration); err != nil {
		s.Log.Warn("a sync could not be triggered", "error", err)
		return problem.New(problem.Unavailable, "The sync could not be started. Try again in a few seconds.")
	}
	return nil
}

// NextSync is when a PSA is synced next, zero when that cannot be told.
func (s Schedules) NextSync(ctx context.Context, tenant, integration uuid.UUID) time.Time {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	next, err := s.Dispatch.NextSync(ctx, tenant, integration)
	if err != nil {
		return time.Time{}
	}
	return next
}

// Try does what nobody has to wait for to succeed: the row is the truth, and a run that finds its PSA gone or disabled ends at once.
func (s Schedules) Try(ctx context.Context, what string, do func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), schedulePatience)
	defer cancel()
	if err := do(ctx); err != nil {
		s.Log.Warn(what+" failed", "error", err)
	}
}

// CheckTicketDefault starts the check of a ticket default, or tells the one that runs to look again.
func (s Schedules) CheckTicketDefault(ctx context.Context, profile uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, schedulePatience)
	defer cancel()
	if err := s.Dispatch.SignalTicketDefaultCheck(ctx, gate.ActorOf(ctx).Tenant, profile); err != nil {
		s.Log.Warn("a ticket default could not be checked", "error", err)
		return problem.New(problem.Unavailable, "The check could not be started. Try again in a few seconds.")
	}
	return nil
}
