package worker

import (
	"context"

	"github.com/google/uuid"

	"countersign/store/techverify"
)

// wakeRequests starts the runs of technician verifications that have none, or should have ended: a run reads from its row what is left to do.
// A running one is told to look, which changes nothing when there is nothing to do.
func (s Sweep) wakeRequests(ctx context.Context) error {
	strays, err := techverify.Orphaned(ctx, s.Store, s.Now(), sweepBatch)
	if err != nil {
		return err
	}
	for _, stray := range strays {
		if err := s.Dispatch.SignalTechnicianVerification(ctx, stray.Tenant, stray.PointIndex, stray.ID, uuid.Nil); err != nil {
			return err
		}
	}
	return nil
}
