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
	"countersign/store/integrations"
	"countersign/store/storetest"
	"countersign/store/tenants"
	"countersign/store/tickets"
	"countersign/workflows"
)

// msp is a tenant with a ticket system at an address.
func msp(t *testing.T, s *store.Store) (tenant, integration uuid.UUID) {
	t.Helper()
	tenant, _, err := tenants.Create(t.Context(), s, "bluepeak", "Bluepeak IT")
	require.NoError(t, err)
	err = s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) (err error) {
		integration, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "connectwise", Name: "ConnectWise", BaseURL: "https://psa.example", Credentials: map[string]string{"company": "c"}})
		return err
	})
	require.NoError(t, err)
	return tenant, integration
}

func TestWaitingTicketsAreStartedAndARunningOneIsNotSignalled(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, integration := msp(t, s)
	now := time.Now()
	err := s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		for id, at := range map[string]time.Time{"48190": now.Add(-time.Minute), "48191": now} {
			_, err := tickets.QueueWrite(ctx, tx, tickets.NewWrite{
				Integration: integration, Ticket: id, Kind: ticket.WriteNote, SubjectKind: tickets.SubjectConversation, SubjectID: tenant, Dedupe: "1", Note: &ticket.Note{Text: "x"}, At: at,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
	temporal := mocks.NewClient(t) // anything but the one start fails the test, a signal too
	temporal.On("ExecuteWorkflow", mock.Anything, mock.MatchedBy(func(o client.StartWorkflowOptions) bool {
		return o.ID == workflows.TicketWritesID(tenant, integration, "48190") && o.WorkflowIDConflictPolicy == enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING
	}), workflows.TicketWritesName, workflows.TicketWritesInput{Tenant: tenant, Integration: integration, Ticket: "48190"}).Return(nil, nil).Once()
	sweep := Sweeper{Store: s, Dispatch: dispatch.New(temporal, slog.New(slog.DiscardHandler)), Now: func() time.Time { return now }}
	require.NoError(t, sweep.ensureTicketWrites(t.Context()))
}
