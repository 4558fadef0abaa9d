package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/otp"
	"countersign/core/problem"
	"countersign/core/technician"
	"countersign/core/ticket"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/messages"
	"countersign/store/people"
	"countersign/store/settings"
	"countersign/store/techverify"
	"countersign/workflows"
)

// askedTemporal runs technician verifications as far as updates go: it records each step at once.
type askedTemporal struct {
	client.Client
	recorder  technician.Recorder
	tenant    uuid.UUID
	fails     error
	meanwhile func() // happens before an update fails
	begins    int    // asks that come before the run does
	updates   []string
}

func (f *askedTemporal) UpdateWorkflow(ctx context.Context, options client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	if f.fails != nil {
		if f.meanwhile != nil {
			f.meanwhile()
		}
		return nil, f.fails
	}
	if f.begins > 0 {
		f.begins--
		return nil, serviceerror.NewNotFound("no run yet")
	}
	f.updates = append(f.updates, options.UpdateID)
	var answer technician.Answer
	var err error
	switch asked := options.Args[0].(type) {
	case workflows.TechnicianClaim:
		answer, err = f.recorder.Claim(ctx, technician.Claim{Tenant: f.tenant, Verification: asked.Verification, Contact: asked.Contact, Ticket: asked.Ticket, By: asked.By, At: time.Now()})
	case workflows.TechnicianStep:
		end := technician.End{Tenant: f.tenant, Verification: asked.Verification, Status: technician.Denied, By: asked.By, At: time.Now()}
		if options.UpdateName == workflows.UpdateConfirmVerbally {
			end.Status, end.How = technician.Confirmed, technician.Verbally
		}
		answer, err = f.recorder.End(ctx, end)
	default:
		err = errors.New("not an update of ours")
	}
	return answered{answer: answer}, err
}

type answered struct {
	client.WorkflowUpdateHandle
	answer technician.Answer
}

func (a answered) Get(_ context.Context, into any) error {
	*into.(*technician.Answer) = a.answer
	return nil
}

// requestDesk is an MSP with a ticket system whose client asks whether the technician is real.
type requestDesk struct {
	*member
	temporal *askedTemporal
	woken    []ticket.Key
	company  uuid.UUID
	ana      uuid.UUID
}

const anasMobile = "+14155550134"

func newRequestDesk(t *testing.T) *requestDesk {
	t.Helper()
	r := &requestDesk{temporal: &askedTemporal{}}
	d := newDesk(t, func(deps *Deps) {
		deps.Dispatch, deps.SignalTicketWrites = dispatch.New(r.temporal, slog.New(slog.DiscardHandler)), func(key ticket.Key) { r.woken = append(r.woken, key) }
		r.temporal.recorder = techverify.Recorder{Store: deps.Store}
	})
	tenant := d.msp("Bluepeak")
	r.temporal.tenant, r.company = tenant, d.company(tenant, "Northwind Dental")
	r.ana = d.contactWith(tenant, r.company, "Ana Torres", anasMobile)
	d.tx(tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "connectwise", Name: "ConnectWise", BaseURL: "https://psa.example"})
		return err
	})
	r.member = d.add(tenant, newcomer{Role: "technician"}).in()
	return r
}

func (d *desk) contactWith(tenant, company uuid.UUID, name, mobile string) (id uuid.UUID) {
	d.t.Helper()
	d.tx(tenant, func(ctx context.Context, tx store.Tx) error {
		contact, err := people.CreateContact(ctx, tx, people.NewContact{CompanyID: company, Name: name, Mobile: mobile})
		id = contact.ID
		return err
	})
	return id
}

// asks is a client's "#verify"; it returns the path of the request.
func (r *requestDesk) asks(from string) (path string, id uuid.UUID) {
	r.t.Helper()
	in := message.Inbound{ProviderID: uuid.NewString(), Transport: channel.SMS, From: from, To: "+14155550100", Body: "#verify", Authentic: true}
	written, _, err := messages.Receive(r.t.Context(), r.store, r.tenant, uuid.New(), in, time.Now())
	require.NoError(r.t, err)
	row, err := techverify.Ask(r.t.Context(), r.store, r.tenant, written)
	require.NoError(r.t, err)
	return "/v1/technician-verifications/" + row.ID.String(), row.ID
}

func TestATechnicianAnswersARequest(t *testing.T) {
	t.Parallel()
	r := newRequestDesk(t)
	path, id := r.asks(anasMobile)
	code := r.do("GET", path+"/code", nil).is(http.StatusOK)
	require.Equal(t, "no-store", code.Header.Get("Cache-Control"))
	require.Regexp(t, `^\d{6}$`, code.text("code"))
	require.Equal(t, fmt.Sprintf("Read %s to Ana Torres.", otp.InGroups(code.text("code"))), code.text("text"))
	require.Equal(t, 1, r.count(`SELECT count(*) FROM audit WHERE action = 'technician-verification.code-shown' AND actor_id = $1`, r.id))

	r.do("POST", path+"/confirm-verbally", nil).is(http.StatusConflict).refused(problem.Conflict)
	claimed := r.do("POST", path+"/claim", map[string]any{"ticket_id": " 48190 "}, idempotent("k")).is(http.StatusOK)
	require.Equal(t, "claimed", claimed.text("status"))
	require.Equal(t, "48190", claimed.text("ticket_id"))
	require.Equal(t, true, claimed.field("claimed_by_you"))
	require.Equal(t, true, claimed.field("code_fetched"))
	require.Equal(t, "none", claimed.text("note"))
	require.NotContains(t, string(claimed.body), code.text("code"))
	require.NotContains(t, string(claimed.body), "5550134")

	lee := r.desk.add(r.tenant, newcomer{Role: "technician"}).in()
	require.Equal(t, false, lee.do("GET", path, nil).is(http.StatusOK).field("claimed_by_you"))
	taken := lee.do("POST", path+"/claim", map[string]any{}).is(http.StatusConflict).refused(problem.Conflict)
	require.Contains(t, taken.text("detail"), claimed.text("claimed_by"))

	confirmed := r.do("POST", path+"/confirm-verbally", nil).is(http.StatusOK)
	require.Equal(t, "verbal", confirmed.text("confirmed_how"))
	require.Equal(t, "queued", confirmed.text("note"))
	for _, step := range []string{"/claim", "/confirm-verbally", "/deny"} {
		var body any
		if step == "/claim" {
			body = map[string]any{}
		}
		r.do("POST", path+step, body).is(http.StatusConflict).refused(problem.AlreadyClosed)
	}
	r.do("GET", path+"/code", nil).is(http.StatusConflict).refused(problem.AlreadyClosed)
	r.do("POST", path+"/approve-note", nil).is(http.StatusConflict).refused(problem.Conflict)

	var page struct{ Items []struct{ ID uuid.UUID } }
	for query, want := range map[string]int{"": 1, "?open=true": 0, "?open=false": 1, "?status=confirmed": 1, "?status=waiting": 0, "?contact_id=" + r.ana.String(): 1, "?contact_id=" + uuid.NewString(): 0} {
		page.Items = nil
		r.do("GET", "/v1/technician-verifications"+query, nil).is(http.StatusOK).into(&page)
		require.Len(t, page.Items, want, query)
	}
	require.Equal(t, id, func() uuid.UUID {
		r.do("GET", "/v1/technician-verifications", nil).into(&page)
		return page.Items[0].ID
	}())
}

func TestARequestIsForTheTechniciansOfItsCompanies(t *testing.T) {
	t.Parallel()
	r := newRequestDesk(t)
	other := r.desk.company(r.tenant, "Southwind")
	ben := r.contactWith(r.tenant, other, "Ben Ito", anasMobile)
	stranger := r.contactWith(r.tenant, other, "Cleo Park", "+14155550150")
	path, _ := r.asks(anasMobile)
	ours := r.desk.add(r.tenant, newcomer{Role: "technician", Limited: []uuid.UUID{r.company}}).in()
	theirs := r.desk.add(r.tenant, newcomer{Role: "technician", Limited: []uuid.UUID{other}}).in()
	nobodys := r.desk.add(r.tenant, newcomer{Role: "technician", Limited: []uuid.UUID{}}).in()
	for _, step := range []string{"", "/code"} {
		nobodys.do("GET", path+step, nil).is(http.StatusNotFound)
	}
	nobodys.do("POST", path+"/claim", map[string]any{}).is(http.StatusNotFound)
	nobodys.do("POST", path+"/deny", nil).is(http.StatusNotFound)

	of := func(who *member, contact uuid.UUID) int {
		var page struct{ Items []struct{ ID uuid.UUID } }
		who.do("GET", "/v1/technician-verifications?contact_id="+contact.String(), nil).is(http.StatusOK).into(&page)
		return len(page.Items)
	}
	require.Equal(t, []int{1, 0, 1, 0}, []int{of(ours, r.ana), of(ours, ben), of(theirs, ben), of(theirs, r.ana)}, "it stands on the pages of people whom they may see")
	require.Equal(t, []int{1, 1}, []int{of(r.member, r.ana), of(r.member, ben)})
	require.Equal(t, []string{"contact_id"}, r.do("POST", path+"/claim", map[string]any{}).is(http.StatusUnprocessableEntity).refused(problem.ValidationFailed).fields())
	for who, contact := range map[*member]uuid.UUID{r.member: stranger, ours: ben, theirs: r.ana} {
		refused := who.do("POST", path+"/claim", map[string]any{"contact_id": contact}).is(http.StatusUnprocessableEntity).refused(problem.ValidationFailed)
		require.Equal(t, []string{"contact_id"}, refused.fields())
	}
	theirs.do("POST", path+"/claim", map[string]any{"contact_id": ben}).is(http.StatusOK)
	require.Contains(t, string(theirs.do("GET", path, nil).is(http.StatusOK).body), "Ben Ito")
	require.NotContains(t, string(ours.do("GET", path, nil).is(http.StatusOK).body), "Ben Ito", "who shares a number is not shown to another company's technicians")
	require.NotContains(t, ours.do("GET", path+"/code", nil).is(http.StatusOK).text("text"), "Ben")
}

func TestANoteIsApproved(t *testing.T) {
	t.Parallel()
	r := newRequestDesk(t)
	r.tx(r.tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := settings.UpdateInbound(ctx, tx, settings.Inbound{VerifyWord: "#verify", ConfirmWord: "#confirm", DenyWord: "#deny", Minutes: 15, NoteApproval: true})
		return err
	})
	path, _ := r.asks(anasMobile)
	r.do("POST", path+"/claim", map[string]any{"ticket_id": "48190"}).is(http.StatusOK)
	require.Equal(t, "awaits_approval", r.do("POST", path+"/deny", nil).is(http.StatusOK).text("note"))
	require.Empty(t, r.woken)
	require.Equal(t, "queued", r.do("POST", path+"/approve-note", nil).is(http.StatusOK).text("note"))
	require.Len(t, r.woken, 1)
	require.Equal(t, "48190", r.woken[0].Ticket)
	r.do("POST", path+"/approve-note", nil).is(http.StatusConflict).refused(problem.Conflict)
}

func TestWhoeverIsQuickerThanTheRunWaitsForIt(t *testing.T) {
	t.Parallel()
	r := newRequestDesk(t)
	path, _ := r.asks(anasMobile)
	r.temporal.begins = 3
	require.Equal(t, "claimed", r.do("POST", path+"/claim", map[string]any{"ticket_id": "48190"}).is(http.StatusOK).text("status"))
	require.Len(t, r.temporal.updates, 1)
}

func TestARunThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	r := newRequestDesk(t)
	path, id := r.asks(anasMobile)
	r.temporal.fails = serviceerror.NewNotFound("no run")
	r.do("POST", path+"/claim", map[string]any{}).is(http.StatusConflict).refused(problem.Closing)
	r.temporal.fails = temporalAway
	r.do("POST", path+"/claim", map[string]any{}).is(http.StatusServiceUnavailable).refused(problem.Unavailable)
	// It ends between our look at the row and the update.
	r.temporal.fails = serviceerror.NewNotFound("no run")
	r.temporal.meanwhile = func() {
		_, err := techverify.Recorder{Store: r.store}.End(t.Context(), technician.End{Tenant: r.tenant, Verification: id, Status: technician.Denied, By: technician.Client, At: time.Now()})
		require.NoError(t, err)
	}
	r.do("POST", path+"/claim", map[string]any{}).is(http.StatusConflict).refused(problem.AlreadyClosed)

	r.temporal.fails, r.temporal.meanwhile = nil, nil
	path, _ = r.asks(anasMobile)
	r.do("POST", path+"/claim", map[string]any{}, idempotent("k1")).is(http.StatusOK)
	r.do("POST", path+"/claim", map[string]any{}, idempotent("k1")).is(http.StatusOK)
	require.Len(t, r.temporal.updates, 1, "the same key is the same answer")
}
