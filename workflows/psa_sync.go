package workflows

import (
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
)

// syncPatience is how long a sync waits for its PSA, or for corrected credentials, before the next one starts from the beginning.
const syncPatience = 24 * time.Hour

// syncTries is more than fit into syncPatience: time alone ends an outage's tries.
const syncTries = 1_000_000

// PSASync reads companies and people out of a PSA, as far as they changed, and ends when it has reached the present.
// Its schedule starts it; docs/workflows/psa-sync.md has its state chart.
func PSASync(ctx workflow.Context, in PSASyncInput) error {
	var sync uuid.UUID
	err := workflow.ExecuteActivity(inSyncRow.on(ctx), activities.SyncBegin, in.Tenant, in.Integration).Get(ctx, &sync)
	if err != nil || sync == uuid.Nil {
		return err
	}
	return readPages(ctx, in, sync)
}

// readPages reads until the present is reached. Cancelled, or after a day in which the PSA did not answer, the sync is ended as failed.
func readPages(ctx workflow.Context, in PSASyncInput, sync uuid.UUID) error {
	for more := true; more; {
		if err := workflow.ExecuteActivity(readingPSA.on(ctx), activities.SyncReadPages, in.Tenant, sync).Get(ctx, &more); err != nil {
			detached, done := workflow.NewDisconnectedContext(ctx)
			defer done()
			if gone := workflow.ExecuteActivity(inSyncRow.on(detached), activities.SyncFail, in.Tenant, sync).Get(detached, nil); gone != nil {
				return gone
			}
			return err
		}
	}
	return nil
}
