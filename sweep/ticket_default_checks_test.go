package sweep

import (
	"context"
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
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/storetest"
	"countersign/store/tickets"
	"countersign/workflows"
)

// The process that was asked for a check died before its run began: the sweep ends the status "checking".
func TestACheckWithoutARunIsStarted(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, integration := msp(t, s)
	var profile uuid.UUID
	err := s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		made, err := tickets.CreateDefault(ctx, tx, tickets.Default{Integration: store.Ref{ID: integration}, Name: "Calls", Fields: ticket.Defaults{"board": "1"}}, time.Now())
		if err != nil {
			return err
		}
		profile = made.ID
		_, err = tickets.BeginCheck(ctx, tx, profile)
		return err
	})
	require.NoError(t, err)

	temporal := mocks.NewClient(t)
	now := time.Now()
	sweep := Sweeper{Store: s, Dispatch: dispatch.New(temporal, slog.New(slog.DiscardHandler)), Now: func() time.Time { return now }}
	require.NoError(t, sweep.ensureTicketDefaultChecks(t.Context()), "its run has a minute to begin")
	now = now.Add(2 * time.Minute)
	id := workflows.TicketDefaultCheckID(tenant, profile)
	temporal.On("ExecuteWorkflow", mock.Anything, mock.MatchedBy(func(o client.StartWorkflowOptions) bool {
		return o.ID == id && o.TaskQueue == workflows.QueueCore && o.WorkflowIDConflictPolicy == enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING
	}), workflows.TicketDefaultCheckName, mock.MatchedBy(func(in workflows.TicketDefaultCheckInput) bool { return in.Tenant == tenant && in.Default == profile })).Return(nil, nil).Once()
	require.NoError(t, sweep.ensureTicketDefaultChecks(t.Context()))
	require.NoError(t, tickets.Profiles{Store: s}.JudgeProfile(t.Context(), tenant, profile, ticket.Defaults{"board": "1"}, ticket.Verdict{Valid: true}, now))
	require.NoError(t, sweep.ensureTicketDefaultChecks(t.Context()), "it is judged")
}
