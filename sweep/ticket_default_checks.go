package sweep

import (
	"context"

	"countersign/store/tickets"
)

// ensureTicketDefaultChecks starts the checks of ticket defaults that were asked for and have no run. One that runs is not signalled.
func (s Sweeper) ensureTicketDefaultChecks(ctx context.Context) error {
	waiting, err := tickets.WaitingChecks(ctx, s.Store, s.Now(), batch)
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
