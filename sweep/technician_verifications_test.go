package sweep

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/mocks"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/messages"
	"countersign/store/people"
	"countersign/store/storetest"
	"countersign/store/techverify"
	"countersign/workflows"
)

// The router died before the run began, or the run is gone: the sweep starts it, and the rows say what is left to do.
func TestARequestWithoutARunIsStarted(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, _ := msp(t, s)
	err := s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		company, err := people.CreateCompany(ctx, tx, "Northwind Dental", "US")
		require.NoError(t, err)
		_, err = people.CreateContact(ctx, tx, people.NewContact{CompanyID: company.ID, Name: "Ana Torres", Mobile: "+14155550134"})
		return err
	})
	require.NoError(t, err)
	in := message.Inbound{ProviderID: "SM1", Transport: channel.SMS, From: "+14155550134", To: "+14155550100", Body: "#verify", Authentic: true}
	written, _, err := messages.Receive(t.Context(), s, tenant, uuid.New(), in, time.Now())
	require.NoError(t, err)
	asked, err := techverify.Ask(t.Context(), s, tenant, written)
	require.NoError(t, err)

	temporal := mocks.NewClient(t)
	id := workflows.TechnicianVerificationID(tenant, asked.PointIndex)
	temporal.On("SignalWithStartWorkflow", mock.Anything, id, workflows.SignalMessage, mock.Anything,
		mock.MatchedBy(func(o client.StartWorkflowOptions) bool { return o.ID == id && o.TaskQueue == workflows.QueueCore }),
		workflows.TechnicianVerificationName, workflows.TechnicianVerificationInput{Tenant: tenant, TechnicianVerification: asked.ID}).Return(nil, nil).Once()
	now := asked.OpenedAt
	sweep := Sweeper{Store: s, Dispatch: dispatch.New(temporal, slog.New(slog.DiscardHandler)), Now: func() time.Time { return now }}
	require.NoError(t, sweep.signalTechnicianVerifications(t.Context()), "its run has a minute to begin")
	temporal.AssertNotCalled(t, "SignalWithStartWorkflow", mock.Anything, mock.Anything, mock.Anything, mock.Anything, mock.Anything, mock.Anything, mock.Anything)
	now = now.Add(2 * time.Minute)
	require.NoError(t, sweep.signalTechnicianVerifications(t.Context()))
	_, err = techverify.Recorder{Store: s}.Due(t.Context(), tenant, asked.ID, "run-1")
	require.NoError(t, err)
	require.NoError(t, sweep.signalTechnicianVerifications(t.Context()), "it runs")
}
