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
	if err != nil {
		return err
	}
	for _, one := range wanted {
		if s.known[one] {
			continue
		}
		if err := s.Dispatch.ScheduleSyncs(ctx, one.Tenant, one.Integration); err != nil {
			return err
		}
		s.known[one] = true
	}
	return nil
}
