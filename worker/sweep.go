package worker

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"countersign/dispatch"
	"countersign/store"
	"countersign/store/messages"
	"countersign/store/notices"
	"countersign/store/psasync"
	"countersign/store/retention"
	"countersign/store/tenants"
	"countersign/store/tickets"
	"countersign/store/verify"
)

const (
	// sweepEvery is the pace of the sweeps that people wait for; forgetEvery that of the ones nobody does.
	sweepEvery  = 20 * time.Second
	forgetEvery = time.Hour
	// sweepBatch bounds one sweep; what is left over is met by the next.
	sweepBatch = 200
	// noticeGrace is how long a mail may wait for the workflow that its request should have started.
	noticeGrace = time.Minute
	// messageGrace is how long a client's message may wait for whoever stored it to have it routed.
	messageGrace = 10 * time.Second
	// ticketGrace is how long something may wait for its ticket before the ticket is woken again.
	ticketGrace = 15 * time.Second
	// ticketBatch is larger: while a ticket system is away, all its tickets are among the waiting, and must not hide others.
	ticketBatch = 2000
)

// Sweep mends what a crash left behind and throws away what has lived its time. Every worker sweeps; two at once do no harm.
type Sweep struct {
	Store    *store.Store
	Dispatch *dispatch.Dispatcher
	Route    func(ctx context.Context, tenant, message uuid.UUID) error
	Build    string
	Now      func() time.Time
	Log      *slog.Logger
}

// Run sweeps until ctx ends.
func (s Sweep) Run(ctx context.Context) {
	often, forgotten := time.NewTicker(sweepEvery), s.Now()
	defer often.Stop()
	planned := schedules{Sweep: s, known: map[psasync.SyncedIntegration]bool{}}
	for {
		select {
		case <-ctx.Done():
			return
		case <-often.C:
			s.report(ctx, "lost verifications", s.closeLost(ctx))
			s.report(ctx, "stray mails", s.startMails(ctx))
			s.report(ctx, "unrouted messages", s.routeMessages(ctx))
			s.report(ctx, "stray technician verifications", s.wakeRequests(ctx))
			s.report(ctx, "missing schedules", planned.ensure(ctx))
			s.report(ctx, "waiting checks", s.startChecks(ctx))
			s.report(ctx, "waiting tickets", s.wakeTickets(ctx))
			s.report(ctx, "waiting messages", s.wakeConversations(ctx, handedWithin, neverNoted))
			if s.Now().Sub(forgotten) < forgetEvery {
				continue
			}
			forgotten = s.Now()
			s.report(ctx, "expired rows", s.throwAway(ctx))
			s.report(ctx, "retention", s.forget(ctx))
			s.report(ctx, "messages without a note", s.wakeConversations(ctx, forgetEvery, notedWithin))
			s.report(ctx, "silent conversations", s.closeSilent(ctx))
		}
	}
}

func (s Sweep) report(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		s.Log.Warn("a sweep failed; the next one tries again", "sweep", what, "error", err)
	}
}

// closeLost closes open verifications that Temporal does not run: their start was lost, or an operator ended the run.
func (s Sweep) closeLost(ctx context.Context) error {
	strays, err := verify.OrphanedVerifications(ctx, s.Store, s.Now(), sweepBatch)
	if err != nil {
		return err
	}
	for _, stray := range strays {
		run := dispatch.VerificationRun{Tenant: stray.Tenant, Contact: stray.Contact, Verification: stray.ID}
		if stray.RunID != nil {
			run.ID = *stray.RunID
		}
		running, err := s.Dispatch.VerificationRuns(ctx, run)
		if err != nil {
			return err
		}
		if running {
			continue
		}
		if _, err := verify.CloseOrphaned(ctx, s.Store, stray.Tenant, stray.ID, s.Now(), s.Build); err != nil {
			return err
		}
	}
	return nil
}

func (s Sweep) startMails(ctx context.Context) error {
	notices, err := notices.Orphaned(ctx, s.Store, s.Now().Add(-noticeGrace), sweepBatch)
	if err != nil {
		return err
	}
	for _, notice := range notices {
		if err := s.Dispatch.StartNotice(ctx, notice.TenantID, notice.ID); err != nil {
			return err
		}
	}
	return nil
}

// wakeTickets starts the workflow of every ticket that something has waited for, unless it runs.
func (s Sweep) wakeTickets(ctx context.Context) error {
	waiting, err := tickets.Waiting(ctx, s.Store, s.Now().Add(-ticketGrace), ticketBatch)
	if err != nil {
		return err
	}
	for _, key := range waiting {
		if err := s.Dispatch.EnsureTicketWrites(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// routeMessages routes what whoever stored it did not. A sender whose messages cannot be routed holds nobody else back.
func (s Sweep) routeMessages(ctx context.Context) error {
	for {
		messages, err := messages.Orphaned(ctx, s.Store, s.Now().Add(-messageGrace), sweepBatch)
		if err != nil {
			return err
		}
		var failed error
		for _, m := range messages {
			if err := s.Route(ctx, m.TenantID, m.ID); err != nil {
				failed = err
			}
		}
		if failed != nil || len(messages) < sweepBatch {
			return failed
		}
	}
}

func (s Sweep) throwAway(ctx context.Context) error {
	_, err := retention.DeleteExpired(ctx, s.Store, s.Now())
	return err
}

// forget carries out every MSP's retention.
func (s Sweep) forget(ctx context.Context) error {
	tenants, err := tenants.List(ctx, s.Store)
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		if _, err := retention.Apply(ctx, s.Store, tenant.TenantID, s.Now(), sweepBatch); err != nil {
			return err
		}
	}
	return nil
}
