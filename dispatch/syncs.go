package dispatch

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"countersign/workflows"
)

const (
	// syncEvery is the pace of a PSA's schedule; jitter spreads those of many MSPs.
	syncEvery  = 15 * time.Minute
	syncJitter = 2 * time.Minute
	// syncCatchUp is how late a sync may begin after an outage of ours; a later one is left to the next.
	syncCatchUp = 5 * time.Minute
	// syncPause is how long what a PSA tells is collected into one sync. A person is changed field by field, and imports are many people.
	syncPause = 10 * time.Second
	// syncTimeout bounds a request to Temporal in the background.
	syncTimeout = 5 * time.Second
)

// syncSchedule starts a PSA's syncs: now, and at its pace. While a sync runs no second one starts.
func syncSchedule(tenant, integration uuid.UUID) client.ScheduleOptions {
	return client.ScheduleOptions{
		ID:   workflows.PSASyncID(tenant, integration),
		Spec: client.ScheduleSpec{Intervals: []client.ScheduleIntervalSpec{{Every: syncEvery}}, Jitter: syncJitter},
		Action: &client.ScheduleWorkflowAction{
			ID: workflows.PSASyncID(tenant, integration), Workflow: workflows.PSASyncName, TaskQueue: workflows.QueueCore,
			Args:                  []any{workflows.PSASyncInput{Tenant: tenant, Integration: integration}},
			TypedSearchAttributes: attributes(tenant), Priority: priority(bulk, tenant),
		},
		Overlap:            enumspb.SCHEDULE_OVERLAP_POLICY_SKIP,
		CatchupWindow:      syncCatchUp,
		TriggerImmediately: true,
	}
}

// ScheduleSyncs has a PSA synced now and from now on. A schedule that exists already is success.
func (d *Dispatcher) ScheduleSyncs(ctx context.Context, tenant, integration uuid.UUID) error {
	_, err := d.temporal.ScheduleClient().Create(ctx, syncSchedule(tenant, integration))
	if errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		return nil
	}
	return err
}

// UnscheduleSyncs ends a PSA's syncs. A run that is under way continues.
func (d *Dispatcher) UnscheduleSyncs(ctx context.Context, tenant, integration uuid.UUID) error {
	return d.schedule(ctx, tenant, integration).Delete(ctx)
}

// PauseSyncs pauses a PSA's schedule, or resumes it.
func (d *Dispatcher) PauseSyncs(ctx context.Context, tenant, integration uuid.UUID, paused bool) error {
	if paused {
		return d.schedule(ctx, tenant, integration).Pause(ctx, client.SchedulePauseOptions{})
	}
	return d.schedule(ctx, tenant, integration).Unpause(ctx, client.ScheduleUnpauseOptions{})
}

// StartSync has a PSA synced now, unless a sync runs. A schedule that is missing is made.
func (d *Dispatcher) StartSync(ctx context.Context, tenant, integration uuid.UUID) error {
	return d.trigger(ctx, tenant, integration, enumspb.SCHEDULE_OVERLAP_POLICY_SKIP)
}

// SyncAfterChange has a PSA synced that told of a change, after a delay. Changes that come close together lead to one sync; only the first of them waits for Temporal.
func (d *Dispatcher) SyncAfterChange(tenant, integration uuid.UUID, delay time.Duration) {
	d.syncs.request(syncRequest{tenant: tenant, integration: integration, delay: delay})
}

// syncAfterChange starts a sync after the one that runs, which may have read past what changed. More than one never waits.
func (d *Dispatcher) syncAfterChange(r syncRequest) {
	ctx, cancel := context.WithTimeout(context.Background(), syncTimeout)
	defer cancel()
	if err := d.trigger(ctx, r.tenant, r.integration, enumspb.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE); err != nil {
		d.log.Warn("a PSA that told of a change was not synced; its schedule does it", "error", err)
	}
}

// trigger triggers a schedule; overlap says what happens while a sync runs.
func (d *Dispatcher) trigger(ctx context.Context, tenant, integration uuid.UUID, overlap enumspb.ScheduleOverlapPolicy) error {
	err := d.schedule(ctx, tenant, integration).Trigger(ctx, client.ScheduleTriggerOptions{Overlap: overlap})
	if is[*serviceerror.NotFound](err) {
		_, err = d.temporal.ScheduleClient().Create(ctx, syncSchedule(tenant, integration))
	}
	return err
}

// NextSync is when a PSA is synced next, UTC; the zero time when its schedule is paused.
func (d *Dispatcher) NextSync(ctx context.Context, tenant, integration uuid.UUID) (time.Time, error) {
	described, err := d.schedule(ctx, tenant, integration).Describe(ctx)
	if err != nil || described.Schedule.State != nil && described.Schedule.State.Paused || len(described.Info.NextActionTimes) == 0 {
		return time.Time{}, err
	}
	return described.Info.NextActionTimes[0].UTC(), nil
}

func (d *Dispatcher) schedule(ctx context.Context, tenant, integration uuid.UUID) client.ScheduleHandle {
	return d.temporal.ScheduleClient().GetHandle(ctx, workflows.PSASyncID(tenant, integration))
}
