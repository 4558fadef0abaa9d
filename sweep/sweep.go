// Package sweep finds what a crash left behind and has it done: starts that were lost, messages that were not routed, writes that wait; and deletes rows whose time is over.
package sweep

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"countersign/dispatch"
	"countersign/store"
	"countersign/store/psasync"
)

const (
	// every is the pace of the sweeps that people wait for; retentionEvery that of the others.
	every          = 20 * time.Second
	retentionEvery = time.Hour
	// batch bounds one sweep; the next sweep meets what is left over.
	batch = 200
)

// Sweeper runs the sweeps. Every worker process sweeps; two at once do no harm.
type Sweeper struct {
	Store    *store.Store
	Dispatch *dispatch.Dispatcher
	Route    func(ctx context.Context, tenant, message uuid.UUID) error
	CatchUp  func(ctx context.Context) error // takes in what carriers received and we did not
	Build    string
	Now      func() time.Time
	Log      *slog.Logger
}

// Run sweeps until ctx ends.
func (s Sweeper) Run(ctx context.Context) {
	often, applied := time.NewTicker(every), s.Now()
	defer often.Stop()
	schedules := syncSchedules{Sweeper: s, known: map[psasync.SyncedIntegration]bool{}}
	for {
		select {
		case <-ctx.Done():
			return
		case <-often.C:
			s.report(ctx, "orphaned verifications", s.closeOrphanedVerifications(ctx))
			s.report(ctx, "notices", s.startNotices(ctx))
			s.report(ctx, "unrouted messages", s.routeMessages(ctx))
			s.report(ctx, "missed messages", s.CatchUp(ctx))
			s.report(ctx, "technician verifications", s.signalTechnicianVerifications(ctx))
			s.report(ctx, "sync schedules", schedules.ensure(ctx))
			s.report(ctx, "ticket default checks", s.ensureTicketDefaultChecks(ctx))
			s.report(ctx, "ticket writes", s.ensureTicketWrites(ctx))
			s.report(ctx, "waiting messages", s.signalConversations(ctx, handedWithin, neverNoted))
			if s.Now().Sub(applied) < retentionEvery {
				continue
			}
			applied = s.Now()
			s.report(ctx, "expired rows", s.deleteExpired(ctx))
			s.report(ctx, "retention", s.applyRetention(ctx))
			s.report(ctx, "messages without a note", s.signalConversations(ctx, retentionEvery, notedWithin))
			s.report(ctx, "idle conversations", s.closeIdleConversations(ctx))
		}
	}
}

func (s Sweeper) report(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		s.Log.Warn("a sweep failed; the next one tries again", "sweep", what, "error", err)
	}
}

// each does something for every row of a list. What follows the first failure is left to the next sweep.
func each[Row any](rows []Row, err error, do func(Row) error) error {
	for _, row := range rows {
		if err := do(row); err != nil {
			return err
		}
	}
	return err
}
