package dispatch

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/mocks"

	"countersign/core/ticket"
	"countersign/workflows"
)

// What people type as a ticket, a name or a number perhaps, is nowhere in what a start says in clear.
func TestNoStartSaysInClearWhatPeopleTyped(t *testing.T) {
	t.Parallel()
	const typed = "Ana Torres +14155550134"
	temporal := mocks.NewClient(t)
	var started []client.StartWorkflowOptions
	note := func(options client.StartWorkflowOptions) bool { started = append(started, options); return true }
	temporal.On("ExecuteWorkflow", mock.Anything, mock.MatchedBy(note), mock.Anything, mock.Anything).Return(nil, nil)
	temporal.On("SignalWithStartWorkflow", mock.Anything, mock.Anything, mock.Anything, mock.Anything, mock.MatchedBy(note), mock.Anything, mock.Anything).Return(nil, nil)
	d, id := New(temporal, slog.New(slog.DiscardHandler)), uuid.New()
	require.NoError(t, d.StartVerification(t.Context(), workflows.VerificationInput{Tenant: id, Contact: id, EndsAt: time.Now()}, typed))
	require.NoError(t, d.SignalTicketWrites(t.Context(), ticket.Key{Tenant: id, Integration: id, Ticket: typed}))
	require.NoError(t, d.EnsureTicketWrites(t.Context(), ticket.Key{Tenant: id, Integration: id, Ticket: typed}))
	require.NotEmpty(t, started)
	for _, options := range started {
		options.StaticSummary, options.StaticDetails = "", "" // sealed by the client
		for key, value := range options.TypedSearchAttributes.GetUntypedValues() {
			require.NotContains(t, fmt.Sprint(value), "Ana", key.GetName())
		}
		require.NotContains(t, fmt.Sprintf("%+v", options), "Torres")
		require.Empty(t, options.Memo)
	}
}

func TestAPSAsScheduleNeverRunsTwoSyncsAtOnce(t *testing.T) {
	t.Parallel()
	tenant, integration := uuid.New(), uuid.New()
	schedule := syncSchedule(tenant, integration)
	require.Equal(t, "psa-sync/"+tenant.String()+"/"+integration.String(), schedule.ID)
	require.Equal(t, enumspb.SCHEDULE_OVERLAP_POLICY_SKIP, schedule.Overlap)
	require.LessOrEqual(t, schedule.CatchupWindow, 10*time.Minute)
	require.Positive(t, schedule.Spec.Jitter)
	require.Equal(t, schedule.ID, schedule.Action.(*client.ScheduleWorkflowAction).ID)
}

// Every start carries its tenant, for fairness and for operators who search, and a priority.
func TestEveryStartNamesItsTenantAndItsPriority(t *testing.T) {
	t.Parallel()
	tenant, id := uuid.New(), uuid.New()
	temporal := mocks.NewClient(t)
	var started []client.StartWorkflowOptions
	note := func(options client.StartWorkflowOptions) bool { started = append(started, options); return true }
	temporal.On("ExecuteWorkflow", mock.Anything, mock.MatchedBy(note), mock.Anything, mock.Anything).Return(nil, nil)
	temporal.On("SignalWithStartWorkflow", mock.Anything, mock.Anything, mock.Anything, mock.Anything, mock.MatchedBy(note), mock.Anything, mock.Anything).Return(nil, nil)
	d := New(temporal, slog.New(slog.DiscardHandler))
	key := ticket.Key{Tenant: tenant, Integration: id, Ticket: "48190"}
	for _, start := range []func(context.Context) error{
		func(ctx context.Context) error {
			return d.StartVerification(ctx, workflows.VerificationInput{Tenant: tenant, Contact: id, EndsAt: time.Now()}, "48190")
		},
		func(ctx context.Context) error { return d.SignalTechnicianVerification(ctx, tenant, []byte{1}, id, id) },
		func(ctx context.Context) error { return d.SignalConversation(ctx, tenant, id, id) },
		func(ctx context.Context) error { return d.StartNotice(ctx, tenant, id) },
		func(ctx context.Context) error { return d.SignalTicketWrites(ctx, key) },
		func(ctx context.Context) error { return d.EnsureTicketWrites(ctx, key) },
		func(ctx context.Context) error { return d.SignalTicketDefaultCheck(ctx, tenant, id) },
		func(ctx context.Context) error { return d.EnsureTicketDefaultCheck(ctx, tenant, id) },
	} {
		started = nil
		require.NoError(t, start(t.Context()))
		options := started[len(started)-1]
		require.Equal(t, workflows.QueueCore, options.TaskQueue, options.ID)
		require.Contains(t, options.ID, tenant.String())
		require.Equal(t, tenant.String(), options.Priority.FairnessKey, options.ID)
		require.Positive(t, options.Priority.PriorityKey, options.ID)
		found, ok := options.TypedSearchAttributes.GetKeyword(workflows.AttributeTenant)
		require.True(t, ok, options.ID)
		require.Equal(t, tenant.String(), found)
	}
}

func TestOneRunPerContactAndOneMailPerNotice(t *testing.T) {
	t.Parallel()
	verification := verificationStart.options("v", uuid.New())
	require.Equal(t, enumspb.WORKFLOW_ID_CONFLICT_POLICY_FAIL, verification.WorkflowIDConflictPolicy)
	require.True(t, verification.WorkflowExecutionErrorWhenAlreadyStarted)
	require.True(t, verification.EnableEagerStart)
	require.Equal(t, 5*time.Second, verification.WorkflowTaskTimeout)
	notice := noticeStart.options("n", uuid.New())
	require.Equal(t, enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE, notice.WorkflowIDReusePolicy)
	require.Equal(t, 3*time.Hour, notice.WorkflowRunTimeout)
}
