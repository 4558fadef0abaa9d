package worker

import (
	"context"
	"errors"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"countersign/store"
	"countersign/workflows"
)

// schedules makes the schedules that are missing: of PSAs that were connected while Temporal was away, or by a seed.
type schedules struct {
	store    *store.Store
	temporal client.Client
	known    map[store.SyncedIntegration]bool
}

func (s *schedules) ensure(ctx context.Context) error {
	wanted, err := s.store.SyncedIntegrations(ctx)
	if err != nil {
		return err
	}
	for _, one := range wanted {
		if s.known[one] {
			continue
		}
		_, err := s.temporal.ScheduleClient().Create(ctx, workflows.PSASyncSchedule(one.Tenant, one.Integration))
		if err != nil && !errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
			return err
		}
		s.known[one] = true
	}
	return nil
}
