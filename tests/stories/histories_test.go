package stories

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/api/proxy"
	"go.temporal.io/api/temporalproto"
	"google.golang.org/protobuf/proto"

	historypb "go.temporal.io/api/history/v1"

	"countersign/core/keys"
	"countersign/workflows"
	"countersign/workflows/sealed"
)

// TestRecordHistories writes golden histories for the replay test when COUNTERSIGN_RECORD names their folder (`make histories`).
func TestRecordHistories(t *testing.T) {
	folder := os.Getenv("COUNTERSIGN_RECORD")
	if folder == "" {
		t.Skip("records only when asked to")
	}
	throwAway := ringAt(t, filepath.Join(folder, "ring.json"))
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"send_pauses_seconds": []int{0, 0, 0, 0}})
	for name, story := range map[string]func(workflow string){
		"approved-by-code": func(name string) {
			ana := desk.Contact("Ana Torres")
			call := desk.Verify(ana).BySMS()
			require.True(t, call.Check(ana.ReadsSMS(1)).Accepted)
			record(t, throwAway, folder, name, "verification/"+desk.Tenant()+"/"+ana.ID)
		},
		"denied-after-five": func(name string) {
			ana := desk.Contact("Ana Torres")
			call := desk.Verify(ana).BySMS()
			wrong := other(ana.ReadsSMS(1))
			for range 5 {
				call.Check(wrong)
			}
			record(t, throwAway, folder, name, "verification/"+desk.Tenant()+"/"+ana.ID)
		},
		"switched-to-mail-link": func(name string) {
			ana := desk.Contact("Ana Torres")
			call := desk.Verify(ana).BySMS()
			ana.ReadsSMS(1)
			call.SendAgain("email_link")
			ana.Presses(ana.Link(ana.Email, 1), "validate")
			record(t, throwAway, folder, name, "verification/"+desk.Tenant()+"/"+ana.ID)
		},
		"not-me": func(name string) {
			ana := desk.Contact("Ana Torres")
			desk.Verify(ana).BySMSLink()
			ana.Presses(ana.Link(ana.Mobile, 1), "not-me")
			record(t, throwAway, folder, name, "verification/"+desk.Tenant()+"/"+ana.ID)
		},
		"cancelled": func(name string) {
			ana := desk.Contact("Ana Torres")
			call := desk.Verify(ana).ByVoice()
			call.Cancel()
			record(t, throwAway, folder, name, "verification/"+desk.Tenant()+"/"+ana.ID)
		},
		"throttled-then-sent": func(name string) {
			ana := desk.Contact("Ana Torres")
			stack.Fault(t, "twilio", "rate_limit", ana.Mobile, 1)
			call := desk.Verify(ana).BySMS()
			require.True(t, call.Check(ana.ReadsSMS(1)).Accepted)
			record(t, throwAway, folder, name, "verification/"+desk.Tenant()+"/"+ana.ID)
		},
		"request-confirmed": func(name string) {
			ana := desk.Contact("Ana Torres")
			ana.Texts("#verify")
			request := ana.AwaitRequest("waiting")
			ana.Texts("#confirm") // too early
			arrived(t, desk, request.ID, 2)
			desk.Claim(request.ID, aTicket(t))
			stack.Await(t, ana.Mobile, 2)
			ana.Texts("#confirm")
			ana.AwaitRequest("confirmed")
			record(t, throwAway, folder, name, runOfRequest(t, request.ID))
		},
		"request-asked-again-then-denied": func(name string) {
			ana := desk.Contact("Ana Torres")
			ana.Texts("#verify")
			request := ana.AwaitRequest("waiting")
			desk.Claim(request.ID, "48213")
			stack.Await(t, ana.Mobile, 2)
			ana.Texts("#verify")
			stack.Await(t, ana.Mobile, 3)
			desk.Claim(request.ID, "48213")
			ana.Texts("#deny")
			ana.AwaitRequest("denied")
			record(t, throwAway, folder, name, runOfRequest(t, request.ID))
		},
		"request-throttled-then-logged-by-hand": func(name string) {
			ana := desk.Contact("Ana Torres")
			stack.Fault(t, "twilio", "rate_limit", ana.Mobile, 2)
			ana.Texts("#verify")
			request := ana.AwaitRequest("waiting")
			desk.Claim(request.ID, "48213")
			stack.Await(t, ana.Mobile, 2)
			verbal := desk.TryConfirmVerbally(request.ID)
			require.Equal(t, http.StatusOK, verbal.Status, string(verbal.Body))
			record(t, throwAway, folder, name, runOfRequest(t, request.ID))
		},
		"request-expired": func(name string) {
			ana := desk.Contact("Ana Torres")
			ana.Texts("#verify")
			request := ana.AwaitRequest("waiting")
			stack.Await(t, ana.Mobile, 1)
			runsOutSoon(t, request.ID)
			ana.Texts("#confirm")
			ana.AwaitRequest("expired")
			record(t, throwAway, folder, name, runOfRequest(t, request.ID))
		},
		"number-matched": func(name string) {
			ana := desk.Contact("Ana Torres")
			call := desk.Verify(ana).BySMSMatch()
			number, link := call.Now().Mutual.Number, ana.Link(ana.Mobile, 1)
			ana.Enters(link, different(number))
			ana.Enters(link, number)
			record(t, throwAway, folder, name, workflows.VerificationID(uuid.MustParse(desk.Tenant()), uuid.MustParse(ana.ID)))
		},
		"texted-and-answered": func(name string) {
			ana := &talk{Desk: desk, with: desk.Contact("Ana Torres")}
			ana.texts("The printer is on fire")
			ana.await("a ticket", func() bool { return ana.Open.TicketID != "" })
			stack.Await(t, ana.with.Mobile, 1)
			ana.answers("We come at two.")
			ana.stands("An SMS conversation with Ana Torres", "The printer is on fire", "Your ticket is", "by ")
			tenant := uuid.MustParse(desk.Tenant())
			run := workflows.ConversationID(tenant, uuid.MustParse(ana.ID))
			require.NoError(t, stack.Temporal(t).CancelWorkflow(t.Context(), run, "")) // it would idle for ten minutes
			record(t, throwAway, folder, name, run)
			record(t, throwAway, folder, "notes-and-a-status", workflows.TicketWritesID(tenant, connectWiseOf(t), ana.Open.TicketID))
		},
		"default-tried": func(name string) {
			usual := newProfile(t, desk)
			usual.validated("valid")
			record(t, throwAway, folder, name, usual.run())
		},
		"default-left-until-the-right-came": func(name string) {
			usual := newProfile(t, desk)
			denyDeletion(t, true)
			usual.validated("invalid")
			denyDeletion(t, false)
			usual.validated("valid")
			record(t, throwAway, folder, name, usual.run())
		},
		"everybody-read": func(name string) {
			cw := desk.PSA()
			company := stack.Populated(t, 20)
			cw.SyncUntil(func() bool { return len(cw.PeopleOf(company)) == 20 }, "20 people")
			record(t, throwAway, folder, name, newestSync(t, cw.ID))
		},
		"stopped-while-it-waits": func(name string) {
			cw := desk.PSA()
			company := stack.Populated(t, 1)
			cw.SyncUntil(func() bool { return len(cw.PeopleOf(company)) == 1 }, "somebody")
			stack.History(t, newestSync(t, cw.ID)) // which has ended
			revoked(t, true)
			cw.SyncUntil(func() bool { return latestSync(t, desk, cw.ID).Status == "paused" }, "it waits for its credentials")
			run := newestSync(t, cw.ID)
			require.NoError(t, stack.Temporal(t).CancelWorkflow(t.Context(), run, ""))
			record(t, throwAway, folder, name, run)
			revoked(t, false)
		},
	} {
		t.Run(name, func(*testing.T) { story(name) })
	}
}

// newestSync is the workflow id of a PSA's sync that its schedule started last.
func newestSync(t *testing.T, integration string) string {
	t.Helper()
	plan := workflows.PSASyncID(uuid.MustParse(stack.TenantID), uuid.MustParse(integration))
	said, err := stack.Temporal(t).ScheduleClient().GetHandle(t.Context(), plan).Describe(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, said.Info.RecentActions)
	return said.Info.RecentActions[len(said.Info.RecentActions)-1].StartWorkflowResult.WorkflowID
}

// revoked makes our credentials at ConnectWise wrong, or good again.
func revoked(t *testing.T, wrong bool) {
	t.Helper()
	reply := stack.Sandbox().Do(t, http.MethodPost, "/_sandbox/psa/connectwise/revoke", map[string]any{"revoked": wrong})
	require.Less(t, reply.Status, 300, string(reply.Body))
}

// connectWiseOf is the demo MSP's ticket system.
func connectWiseOf(t *testing.T) (id uuid.UUID) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), stack.OwnerDatabaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	require.NoError(t, conn.QueryRow(t.Context(), `SELECT id FROM integrations WHERE tenant_id::text = $1 AND kind = 'connectwise'`, stack.TenantID).Scan(&id))
	return id
}

func ringAt(t *testing.T, path string) *keys.Ring {
	t.Helper()
	raw, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		raw = keys.Generate().JSON()
		require.NoError(t, os.WriteFile(path, raw, 0o600))
	} else {
		require.NoError(t, err)
	}
	ring, err := keys.Parse(raw)
	require.NoError(t, err)
	return ring
}

// record seals a history anew with the throw-away ring and writes it as JSON.
func record(t *testing.T, throwAway *keys.Ring, folder, name, workflowID string) {
	t.Helper()
	history := stack.History(t, workflowID)
	from, to := sealed.NewCodec(ringAt(t, stack.KeysFile)), sealed.NewCodec(throwAway)
	reseal(t, history, from, to)
	raw, err := temporalproto.CustomJSONMarshalOptions{Indent: " "}.Marshal(history)
	require.NoError(t, err)
	path := filepath.Join(folder, history.Events[0].GetWorkflowExecutionStartedEventAttributes().GetWorkflowType().GetName(), name+".json")
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, append(raw, '\n'), 0o644))
}

func reseal(t *testing.T, history *historypb.History, from, to *sealed.Codec) {
	t.Helper()
	require.NoError(t, proxy.VisitPayloads(t.Context(), history, proxy.VisitPayloadsOptions{
		SkipSearchAttributes: true,
		Visitor: func(_ *proxy.VisitPayloadsContext, payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
			copies := make([]*commonpb.Payload, len(payloads))
			for i, p := range payloads {
				copies[i] = proto.CloneOf(p)
			}
			clear, err := from.Decode(copies)
			if err != nil {
				return payloads, nil // never sealed: Temporal's own
			}
			return to.Encode(clear)
		},
	}))
}
