package sweep

import (
	"context"

	"countersign/store/psasync"
)

// syncSchedules makes sync schedules that are missing: of PSAs that were connected while Temporal was away, or by a seed.
type syncSchedules struct {
	Sweeper
	known map[psasync.SyncedIntegration]bool
}

func (s *syncSchedules) ensure(ctx context.Context) error {
	wanted, err := psasync.SyncedIntegrations(ctx, s.Store)
	return each(wanted, err, func(one psasync.SyncedIntegration) error {
		if s.known[one] {
			return nil
		}
		err := s.Dispatch.ScheduleSyncs(ctx, one.Tenant, one.Integration)
		s.known[one] = err == nil
		return err
	})
}
