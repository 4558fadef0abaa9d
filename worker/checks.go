package worker

import (
	"context"

	"countersign/store/tickets"
)

// startChecks starts the checks of ticket defaults that were asked for and have no run. One that runs goes on, and hears nothing of it.
func (s Sweep) startChecks(ctx context.Context) error {
	waiting, err := tickets.WaitingChecks(ctx, s.Store, s.Now(), sweepBatch)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		if err := s.Dispatch.EnsureTicketDefaultCheck(ctx, w.Tenant, w.TicketDefault); err != nil {
			return err
		}
	}
	return nil
}
