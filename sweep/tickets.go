package sweep

import (
	"context"
	"time"

	"countersign/core/ticket"
	"countersign/store/tickets"
)

const (
	// ticketGrace is how long a write may wait before its ticket's workflow is started.
	ticketGrace = 15 * time.Second
	// ticketBatch is larger than batch: while a ticket system is away, all its tickets wait, and must not hide those of others.
	ticketBatch = 2000
)

// ensureTicketWrites starts the workflow of every ticket that has a waiting write, unless it runs.
func (s Sweeper) ensureTicketWrites(ctx context.Context) error {
	waiting, err := tickets.Waiting(ctx, s.Store, s.Now().Add(-ticketGrace), ticketBatch)
	return each(waiting, err, func(key ticket.Key) error { return s.Dispatch.EnsureTicketWrites(ctx, key) })
}

// ensureTicketDefaultChecks starts the checks of ticket defaults that were asked for and have no run. One that runs is not signalled.
func (s Sweeper) ensureTicketDefaultChecks(ctx context.Context) error {
	waiting, err := tickets.WaitingChecks(ctx, s.Store, s.Now(), batch)
	return each(waiting, err, func(w tickets.WaitingCheck) error {
		return s.Dispatch.EnsureTicketDefaultCheck(ctx, w.Tenant, w.TicketDefault)
	})
}
