package api

import (
	"context"
	"log/slog"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"countersign/core/problem"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/people"
	"countersign/workflows"
)

// startingTemporal answers starts in turn with what a test tells it to; a nil answer starts the run.
type startingTemporal struct {
	client.Client
	answers []error
	running string // verification of the contact's run
	started int
}

func (s *startingTemporal) ExecuteWorkflow(context.Context, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	answer := s.answers[min(s.started, len(s.answers)-1)]
	s.started++
	return nil, answer
}

func (s *startingTemporal) DescribeWorkflowExecution(context.Context, string, string) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	id, err := converter.GetDefaultDataConverter().ToPayload(s.running)
	return &workflowservice.DescribeWorkflowExecutionResponse{WorkflowExecutionInfo: &workflowpb.WorkflowExecutionInfo{
		SearchAttributes: &commonpb.SearchAttributes{IndexedFields: map[string]*commonpb.Payload{workflows.AttributeVerification.GetName(): id}},
	}}, err
}

// caller is a person on the phone, and the technician who asks.
func caller(t *testing.T, temporal *startingTemporal) (technician *member, request map[string]any) {
	t.Helper()
	d := newDesk(t, func(deps *Deps) { deps.Dispatch = dispatch.New(temporal, slog.New(slog.DiscardHandler)) })
	msp := d.msp("Bluepeak")
	company := d.company(msp, "Harbor Logistics")
	var id uuid.UUID
	d.tx(msp, func(ctx context.Context, tx store.Tx) error {
		contact, err := people.CreateContact(ctx, tx, people.NewContact{Name: "Ana Torres", CompanyID: company, Mobile: "+14155550134"})
		id = contact.ID
		return err
	})
	return d.add(msp, newcomer{UseMFA: true}).in(), map[string]any{"contact_id": id, "channel": "sms_code"}
}

var (
	temporalAway = serviceerror.NewUnavailable("away")
	runsAlready  = serviceerror.NewWorkflowExecutionAlreadyStarted("runs", "", "run-1")
)

// A verification whose run cannot be started sends nothing: a repeated request must not report success.
func TestAVerificationWithoutARunIsNeverAnsweredAsOpen(t *testing.T) {
	t.Parallel()
	temporal := &startingTemporal{answers: []error{temporalAway, temporalAway, nil}}
	ana, request := caller(t, temporal)
	for range 2 {
		ana.do("POST", "/v1/verifications", request, idempotent("k")).is(http.StatusServiceUnavailable).refused(problem.Unavailable)
	}
	require.Equal(t, true, ana.do("POST", "/v1/verifications", request, idempotent("k")).is(http.StatusOK).field("joined"))
	require.Equal(t, 3, temporal.started)
}

func TestARunThatIsThereAlreadyIsJoinedAtOnce(t *testing.T) {
	t.Parallel()
	temporal := &startingTemporal{answers: []error{temporalAway, runsAlready}}
	ana, request := caller(t, temporal)
	ana.do("POST", "/v1/verifications", request).is(http.StatusServiceUnavailable)
	var open struct{ Items []struct{ ID string } }
	ana.do("GET", "/v1/verifications", nil).is(http.StatusOK).into(&open)
	temporal.running = open.Items[0].ID
	require.Equal(t, temporal.running, ana.do("POST", "/v1/verifications", request).is(http.StatusOK).text("id"))
	require.Equal(t, 2, temporal.started)
}

func TestThePreviousRunMayTakeAMomentToEnd(t *testing.T) {
	t.Parallel()
	temporal := &startingTemporal{answers: []error{runsAlready, runsAlready, nil}, running: uuid.NewString()}
	ana, request := caller(t, temporal)
	ana.do("POST", "/v1/verifications", request).is(http.StatusCreated)

	temporal = &startingTemporal{answers: []error{runsAlready}, running: uuid.NewString()}
	ana, request = caller(t, temporal)
	ana.do("POST", "/v1/verifications", request).is(http.StatusConflict).refused(problem.Closing)
}
