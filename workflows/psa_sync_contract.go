package workflows

import (
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
)

const (
	// syncEvery is the pace of a PSA's schedule; jitter keeps those of many MSPs apart.
	syncEvery  = 15 * time.Minute
	syncJitter = 2 * time.Minute
	// syncCatchUp is how late a sync may begin after an outage of ours; what is later is left to the next.
	syncCatchUp = 5 * time.Minute
)

// PSASyncInput names a PSA. Fields are only ever added.
type PSASyncInput struct {
	Tenant      uuid.UUID `json:"tenant"`
	Integration uuid.UUID `json:"integration"`
}

// PSASyncID is the workflow id of a PSA's syncs, to which its schedule adds the time, and the id of the schedule itself.
func PSASyncID(tenant, integration uuid.UUID) string {
	return "psa-sync/" + tenant.String() + "/" + integration.String()
}

// PSASyncSchedule is what starts a PSA's syncs: now, and at its pace. One that still runs is never joined by a second.
func PSASyncSchedule(tenant, integration uuid.UUID) client.ScheduleOptions {
	return client.ScheduleOptions{
		ID:   PSASyncID(tenant, integration),
		Spec: client.ScheduleSpec{Intervals: []client.ScheduleIntervalSpec{{Every: syncEvery}}, Jitter: syncJitter},
		Action: &client.ScheduleWorkflowAction{
			ID: PSASyncID(tenant, integration), Workflow: PSASyncName, TaskQueue: QueueCore, Args: []any{PSASyncInput{Tenant: tenant, Integration: integration}},
			TypedSearchAttributes: temporal.NewSearchAttributes(AttributeTenant.ValueSet(tenant.String())),
		},
		Overlap:            enumspb.SCHEDULE_OVERLAP_POLICY_SKIP,
		CatchupWindow:      syncCatchUp,
		TriggerImmediately: true,
	}
}
