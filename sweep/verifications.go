package sweep

import (
	"context"

	"github.com/google/uuid"

	"countersign/dispatch"
	"countersign/store"
	"countersign/store/techverify"
	"countersign/store/verify"
)

// closeOrphanedVerifications closes open verifications that Temporal does not run: their start was lost, or an operator ended the run.
func (s Sweeper) closeOrphanedVerifications(ctx context.Context) error {
	orphans, err := verify.OrphanedVerifications(ctx, s.Store, s.Now(), batch)
	return each(orphans, err, func(orphan verify.OrphanedVerification) error {
		run := dispatch.VerificationRun{Tenant: orphan.Tenant, Contact: orphan.Contact, Verification: orphan.ID, ID: store.Text(orphan.RunID)}
		if running, err := s.Dispatch.VerificationRuns(ctx, run); err != nil || running {
			return err
		}
		_, err := verify.CloseOrphaned(ctx, s.Store, orphan.Tenant, orphan.ID, s.Now(), s.Build)
		return err
	})
}

// signalTechnicianVerifications starts the runs of technician verifications that have none, or should have ended: a run reads from its row what is left to do.
// A running one is told to look, which changes nothing when there is nothing to do.
func (s Sweeper) signalTechnicianVerifications(ctx context.Context) error {
	orphans, err := techverify.Orphaned(ctx, s.Store, s.Now(), batch)
	return each(orphans, err, func(orphan techverify.Orphan) error {
		return s.Dispatch.SignalTechnicianVerification(ctx, orphan.Tenant, orphan.PointIndex, orphan.ID, uuid.Nil)
	})
}
