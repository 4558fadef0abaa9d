package sweep

import (
	"context"

	"github.com/google/uuid"

	"countersign/store/techverify"
)

// signalTechnicianVerifications starts the runs of technician verifications that have none, or should have ended: a run reads from its row what is left to do.
// A running one is told to look, which changes nothing when there is nothing to do.
func (s Sweeper) signalTechnicianVerifications(ctx context.Context) error {
	orphans, err := techverify.Orphaned(ctx, s.Store, s.Now(), batch)
	if err != nil {
		return err
	}
	for _, orphan := range orphans {
		if err := s.Dispatch.SignalTechnicianVerification(ctx, orphan.Tenant, orphan.PointIndex, orphan.ID, uuid.Nil); err != nil {
			return err
		}
	}
	return nil
}
