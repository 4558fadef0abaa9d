package connections

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"countersign/api/gate"
	"countersign/core/problem"
	"countersign/store"
	"countersign/workflows"
)

// schedulePatience bounds what somebody waits for Temporal to plan their syncs.
const schedulePatience = 5 * time.Second

// Schedules plans the syncs of PSAs, and has ticket defaults checked.
type Schedules struct {
	Temporal client.Client
	Log      *slog.Logger
}

// Create has a PSA synced now and from now on. Where Temporal cannot be asked the worker's sweep does it.
func (s Schedules) Create(ctx context.Context, tenant, integration uuid.UUID) {
	s.Try(ctx, "making the schedule of a PSA's syncs", func(ctx context.Context) error {
		_, err := s.Temporal.ScheduleClient().Create(ctx, workflows.PSASyncSchedule(tenant, integration))
		if errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
			return nil
		}
		return err
	})
}

func (s Schedules) Delete(ctx context.Context, tenant, integration uuid.UUID) {
	s.Try(ctx, "ending the schedule of a PSA's syncs", func(ctx context.Context) error {
		return s.planOf(ctx, tenant, integration).Delete(ctx)
	})
}

func (s Schedules) Pause(ctx context.Context, tenant, integration uuid.UUID, paused bool) {
	s.Try(ctx, "pausing or resuming the schedule of a PSA's syncs", func(ctx context.Context) error {
		if paused {
			return s.planOf(ctx, tenant, integration).Pause(ctx, client.SchedulePauseOptions{})
		}
		return s.planOf(ctx, tenant, integration).Unpause(ctx, client.ScheduleUnpauseOptions{})
	})
}

// SyncNow triggers the schedule, which it makes if it is missing. One that runs goes on alone.
func (s Schedules) SyncNow(ctx context.Context, tenant, integration uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, schedulePatience)
	defer cancel()
	if err := s.Trigger(ctx, tenant, integration, enumspb.SCHEDULE_OVERLAP_POLICY_SKIP); err != nil {
		s.Log.Warn("a sync could not be triggered", "error", err)
		return problem.New(problem.Unavailable, "The sync could not be started. Try again in a few seconds.")
	}
	return nil
}

// Trigger triggers a schedule, which it makes if it is missing; overlap says what becomes of it where a sync runs.
func (s Schedules) Trigger(ctx context.Context, tenant, integration uuid.UUID, overlap enumspb.ScheduleOverlapPolicy) error {
	err := s.planOf(ctx, tenant, integration).Trigger(ctx, client.ScheduleTriggerOptions{Overlap: overlap})
	if missing, is := errors.AsType[*serviceerror.NotFound](err); is && missing != nil {
		_, err = s.Temporal.ScheduleClient().Create(ctx, workflows.PSASyncSchedule(tenant, integration))
	}
	return err
}

// NextSync is when a PSA is synced next, zero when that cannot be told.
func (s Schedules) NextSync(ctx context.Context, tenant, integration uuid.UUID) time.Time {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	said, err := s.planOf(ctx, tenant, integration).Describe(ctx)
	if err != nil || said.Schedule.State != nil && said.Schedule.State.Paused || len(said.Info.NextActionTimes) == 0 {
		return time.Time{}
	}
	return said.Info.NextActionTimes[0].UTC()
}

func (s Schedules) planOf(ctx context.Context, tenant, integration uuid.UUID) client.ScheduleHandle {
	return s.Temporal.ScheduleClient().GetHandle(ctx, workflows.PSASyncID(tenant, integration))
}

// Try does what nobody has to wait for to succeed: the row is the truth, and a run that finds its PSA gone or disabled ends at once.
func (s Schedules) Try(ctx context.Context, what string, do func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), schedulePatience)
	defer cancel()
	if err := do(ctx); err != nil {
		s.Log.Warn(what+" failed", "error", err)
	}
}

// CheckTicketDefault starts the check of a ticket default, or tells the one that runs to look again.
func (s Schedules) CheckTicketDefault(ctx context.Context, profile uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, schedulePatience)
	defer cancel()
	tenant := gate.ActorOf(ctx).Tenant
	options := client.StartWorkflowOptions{
		ID: workflows.TicketDefaultCheckID(tenant, profile), TaskQueue: workflows.QueueCore,
		TypedSearchAttributes: temporal.NewSearchAttributes(workflows.AttributeTenant.ValueSet(tenant.String())),
	}
	in := workflows.TicketDefaultCheckInput{Tenant: tenant, Default: profile, Check: store.NewID()}
	if _, err := s.Temporal.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalCheck, nil, options, workflows.TicketDefaultCheckName, in); err != nil {
		s.Log.Warn("a ticket default could not be checked", "error", err)
		return problem.New(problem.Unavailable, "The check could not be started. Try again in a few seconds.")
	}
	return nil
}
