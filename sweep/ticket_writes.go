package sweep

import (
	"context"
	"time"

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
