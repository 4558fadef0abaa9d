package sweep

import (
	"context"

	"countersign/dispatch"
	"countersign/store/verify"
)

// closeOrphanedVerifications closes open verifications that Temporal does not run: their start was lost, or an operator ended the run.
func (s Sweeper) closeOrphanedVerifications(ctx context.Context) error {
	orphans, err := verify.OrphanedVerifications(ctx, s.Store, s.Now(), batch)
	if err != nil {
		return err
	}
	for _, orphan := range orphans {
		run := dispatch.VerificationRun{Tenant: orphan.Tenant, Contact: orphan.Contact, Verification: orphan.ID}
		if orphan.RunID != nil {
			run.ID = *orphan.RunID
		}
		running, err := s.Dispatch.VerificationRuns(ctx, run)
		if err != nil {
			return err
		}
		if running {
			continue
		}
		if _, err := verify.CloseOrphaned(ctx, s.Store, orphan.Tenant, orphan.ID, s.Now(), s.Build); err != nil {
			return err
		}
	}
	return nil
}
