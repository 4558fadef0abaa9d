package api

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"strings"
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
	"countersign/core/ticket"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/integrations"
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
	require.Equal(t, false, ana.do("POST", "/v1/verifications", request, idempotent("k")).is(http.StatusCreated).field("joined"), "it is the one that this request opened")
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

// ticketed is a caller whose MSP has a PSA that knows some tickets.
func ticketed(t *testing.T, found map[string]ticket.Ticket, down *error) (d *desk, msp uuid.UUID, companies, contacts [2]uuid.UUID) {
	t.Helper()
	d = newDesk(t, func(deps *Deps) {
		deps.Dispatch = dispatch.New(&startingTemporal{answers: []error{nil}}, slog.New(slog.DiscardHandler))
		deps.Ticket = func(_ context.Context, _, _ uuid.UUID, id string) (ticket.Ticket, error) {
			if *down != nil {
				return ticket.Ticket{}, *down
			}
			one, ok := found[id]
			if !ok {
				return one, ticket.ErrNotFound
			}
			return one, nil
		}
	})
	msp = d.msp("Bluepeak")
	d.tx(msp, func(ctx context.Context, tx store.Tx) error {
		psa, err := integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "connectwise", Name: "ConnectWise"})
		if err != nil {
			return err
		}
		for i, name := range []string{"Northwind", "Contoso"} {
			company, err := people.CreateCompany(ctx, tx, name, "US")
			if err != nil {
				return err
			}
			contact, err := people.CreateContact(ctx, tx, people.NewContact{Name: "Ana " + name, CompanyID: company.ID, Mobile: "+1415555013" + string(rune('0'+i))})
			if err != nil {
				return err
			}
			companies[i], contacts[i] = company.ID, contact.ID
			for _, link := range []string{
				`INSERT INTO company_links (tenant_id, integration_id, external_id, company_id, digest, active, linked_at) VALUES ($1, $2, $3, $4, '', true, now())`,
				`INSERT INTO contact_links (tenant_id, integration_id, external_id, contact_id, digest, active, linked_at) VALUES ($1, $2, $3, $4, '', true, now())`,
			} {
				ours := company.ID
				if strings.Contains(link, "contact_links") {
					ours = contact.ID
				}
				if _, err := tx.Exec(ctx, link, msp, psa, name, ours); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return d, msp, companies, contacts
}

func TestTheTicketItselfSaysWhoseItIs(t *testing.T) {
	t.Parallel()
	var down error
	d, msp, companies, contacts := ticketed(t, map[string]ticket.Ticket{
		"1": {ID: "1", CompanyID: "Northwind", ContactID: "Northwind"}, "2": {ID: "2", CompanyID: "Contoso", ContactID: "Contoso"}, "3": {ID: "3", CompanyID: "Contoso"}, "4": {ID: "4"},
	}, &down)
	admin := d.add(msp, newcomer{}).in()
	limited := d.add(msp, newcomer{Role: "technician", Limited: companies[:1]}).in()
	start := func(as *member, id string, change map[string]any) answer {
		d.sql(`UPDATE verifications SET status = 'cancelled' WHERE tenant_id = $1`, msp)
		d.sql(`DELETE FROM limits WHERE tenant_id = $1`, msp)
		request := map[string]any{"contact_id": contacts[0], "channel": "sms_code", "ticket_id": id}
		maps.Copy(request, change)
		return as.do("POST", "/v1/verifications", request)
	}
	start(admin, "1", nil).is(http.StatusCreated)
	start(admin, "2", nil).is(http.StatusUnprocessableEntity).refused(problem.NoteRequired)
	start(admin, "2", map[string]any{"ticket_contact_id": contacts[0]}).refused(problem.NoteRequired) // what the caller says of the ticket does not count
	start(admin, "3", nil).refused(problem.NoteRequired)                                              // nobody's ticket of another company
	start(admin, "2", map[string]any{"note": "Manager Approval"}).is(http.StatusCreated)
	start(admin, "4", nil).is(http.StatusCreated)
	start(admin, "99", nil).is(http.StatusCreated) // the note says later that there is none
	start(limited, "1", nil).is(http.StatusCreated)
	for _, id := range []string{"2", "3", "4", "99"} {
		require.Equal(t, []string{"ticket_id"}, start(limited, id, map[string]any{"note": "Manager Approval"}).is(http.StatusUnprocessableEntity).fields(), id)
	}
	down = errors.New("away")
	start(admin, "1", nil).is(http.StatusCreated) // a ticket system that is away delays notes, never a verification
	start(limited, "1", nil).refused(problem.PSAUnavailable)
}
