package api_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"countersign/api"
	"countersign/core/channel"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/core/verification"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/storetest"
	"countersign/store/tickets"
	"countersign/workflows"
)

// memoryPSA is a PSA in memory, the newest ticket first.
type memoryPSA struct {
	ticket.System
	tickets []ticket.Ticket
	asked   []ticket.Query
	chosen  []ticket.Defaults
	down    error
}

func (p *memoryPSA) Ticket(_ context.Context, id string) (ticket.Ticket, error) {
	if p.down != nil {
		return ticket.Ticket{}, p.down
	}
	for _, t := range p.tickets {
		if t.ID == id {
			return t, nil
		}
	}
	return ticket.Ticket{}, ticket.ErrNotFound
}

func (p *memoryPSA) Tickets(_ context.Context, q ticket.Query) (found []ticket.Ticket, err error) {
	p.asked = append(p.asked, q)
	for _, t := range p.tickets {
		if (q.CompanyID == "" || t.CompanyID == q.CompanyID) && (q.ContactID == "" || t.ContactID == q.ContactID) && (!q.Open || !t.Closed) && strings.Contains(t.Summary, q.Text) {
			found = append(found, t)
		}
	}
	return found[:min(len(found), q.Limit)], p.down
}

func (p *memoryPSA) Choices(_ context.Context, field string, chosen ticket.Defaults) ([]integration.Choice, error) {
	p.chosen = append(p.chosen, chosen)
	if field == "status" && chosen["board"] == "" {
		return nil, p.down
	}
	return []integration.Choice{{ID: "7", Label: "New (" + field + ")"}}, p.down
}

func (p *memoryPSA) Delete(context.Context, string) error { return nil }

// onlyDesk is one PSA for all callers who may open it.
type onlyDesk struct {
	store *store.Store
	desk  ticket.System
}

func (onlyDesk) Vendors() []integration.Vendor {
	return []integration.Vendor{{Kind: "connectwise", Name: "ConnectWise PSA", Fields: []integration.Field{
		{Name: "board", Label: "Board", Required: true}, {Name: "status", Label: "Status", Required: true, Of: "board"},
		{Name: "type", Label: "Type", Of: "board"}, {Name: "subtype", Label: "Subtype", Of: "type"}, {Name: "prefix", Label: "Prefix", Text: true},
	}}}
}

func (d onlyDesk) Open(ctx context.Context, tenant, integrationID uuid.UUID) (integration.System, error) {
	if _, err := integrations.OpenPSA(ctx, d.store, tenant, integrationID); err != nil {
		return nil, err
	}
	return d.desk, nil
}

// startedChecks is a Temporal that starts nothing and remembers what it was asked for.
type startedChecks struct {
	client.Client
	mu     sync.Mutex
	inputs []workflows.TicketDefaultCheckInput
	ids    []string
	away   error
}

func (s *startedChecks) SignalWithStartWorkflow(_ context.Context, id, signal string, _ any, _ client.StartWorkflowOptions, _ any, args ...any) (client.WorkflowRun, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away != nil {
		return nil, s.away
	}
	s.ids, s.inputs = append(s.ids, id+" "+signal), append(s.inputs, args[0].(workflows.TicketDefaultCheckInput))
	return nil, nil
}

// counter is an MSP with a PSA, in which Northwind and its Ana are known, and Contoso and its Bo.
type counter struct {
	msp
	desk                    *memoryPSA
	temporal                *startedChecks
	woken                   chan ticket.Key
	psa                     uuid.UUID
	owner                   string // of the database
	northwind, contoso      string
	ana, bo                 string
	unknownCompany, unknown string // unknown at the PSA
}

func newCounter(t *testing.T) *counter {
	s, owner := storetest.NewWithOwner(t)
	c := &counter{owner: owner, desk: &memoryPSA{}, temporal: &startedChecks{}, woken: make(chan ticket.Key, 10)}
	handler, err := api.New(api.Deps{
		Store: s, Dispatch: dispatch.New(c.temporal, slog.New(slog.DiscardHandler)), Metrics: prometheus.NewRegistry(), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return time.Now().UTC() },
		Notify: func(context.Context, uuid.UUID, uuid.UUID) error { return nil }, PSAs: onlyDesk{s, c.desk}, SignalTicketWrites: func(key ticket.Key) { c.woken <- key },
		Ticket: func(ctx context.Context, _, _ uuid.UUID, id string) (ticket.Ticket, error) {
			return c.desk.Ticket(ctx, id)
		},
		PublicURL: publicURL, SMSNumber: platformNumber,
	})
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c.msp = house{t: t, store: s, url: server.URL}.msp()
	storetest.Assign(t, s, c.tenant, store.SenderNumber, platformNumber)
	c.psa = c.connect("Our ConnectWise")
	c.northwind, c.contoso, c.unknownCompany = c.company("Northwind"), c.company("Contoso"), c.company("Fabrikam")
	c.ana = c.contact(c.northwind, "Ana Torres", object{"mobile": "+14155550134"})
	c.bo = c.contact(c.contoso, "Bo Lind", object{"mobile": "+14155550135"})
	c.unknown = c.contact(c.unknownCompany, "Cy Marsh", object{"mobile": "+14155550136"})
	for external, company := range map[string]string{"n": c.northwind, "c": c.contoso} {
		c.link("company_links", "company_id", external, company)
	}
	for external, contact := range map[string]string{"na": c.ana, "cb": c.bo} {
		c.link("contact_links", "contact_id", external, contact)
	}
	at := now()
	c.desk.tickets = []ticket.Ticket{
		{ID: "5", Number: "5", Summary: "Nobody knows them", Status: "New", CompanyID: "x", ContactID: "xx", UpdatedAt: at},
		{ID: "4", Number: "T-4", Summary: "Printer", Status: "New", Board: "Help desk", CompanyID: "n", Company: "Northwind Inc.", ContactID: "na", Contact: "Torres, Ana", URL: "https://psa.example/4", UpdatedAt: at.Add(-time.Hour), Description: "It burns."},
		{ID: "3", Number: "3", Summary: "Printer again", Status: "New", CompanyID: "c", ContactID: "cb", UpdatedAt: at.Add(-2 * time.Hour)},
		{ID: "2", Number: "2", Summary: "Done", Status: "Closed", Closed: true, CompanyID: "n", UpdatedAt: at.Add(-3 * time.Hour)},
		{ID: "1", Number: "1", Summary: "Bo for Northwind", Status: "New", CompanyID: "n", ContactID: "cb", UpdatedAt: at.Add(-4 * time.Hour)},
	}
	return c
}

func (c *counter) connect(name string) (id uuid.UUID) {
	c.t.Helper()
	c.in(func(ctx context.Context, tx store.Tx) (err error) {
		id, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "connectwise", Name: name, BaseURL: "https://psa.example", Enabled: true})
		return err
	})
	return id
}

func (c *counter) link(table, column, external, ours string) {
	c.t.Helper()
	c.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, fmt.Sprintf(`INSERT INTO %s (tenant_id, integration_id, external_id, %s, digest, active, linked_at) VALUES ($1, $2, $3, $4, '\x00', true, now())`, table, column),
			c.tenant, c.psa, external, ours)
		return err
	})
}

// writes queues notes for a ticket and returns their ids.
func (c *counter) writes(ticketID string, texts ...string) []string {
	c.t.Helper()
	for _, text := range texts {
		c.in(func(ctx context.Context, tx store.Tx) error {
			_, err := tickets.QueueWrite(ctx, tx, tickets.NewWrite{
				Integration: c.psa, Ticket: ticketID, Kind: ticket.WriteNote, SubjectKind: tickets.SubjectConversation, SubjectID: c.psa, Dedupe: text, Note: &ticket.Note{Text: text}, At: now(),
			})
			return err
		})
	}
	ids := []string{}
	for _, id := range c.get("/tickets/" + ticketID + "/writes").column("id") {
		ids = append(ids, id.(string))
	}
	return ids[len(ids)-len(texts):]
}

func TestTicketsAreThePSAsWithOurPeopleBesideThem(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	require.Equal(t, []any{"5", "4", "3", "1"}, c.get("/tickets").column("id"))
	require.Equal(t, []any{"5", "4", "3", "2", "1"}, c.get("/tickets?status=all").column("id"))
	require.Equal(t, []any{"4", "3"}, c.get("/tickets?query=Printer").column("id"))
	require.Equal(t, []any{"4", "1"}, c.get("/tickets?company_id="+c.northwind).column("id"))
	require.Equal(t, []any{"4"}, c.get("/tickets?contact_id="+c.ana).column("id"))
	require.Equal(t, []any{"5", "4"}, c.get("/tickets?limit=2").column("id"))

	c.writes("4", "one", "two")
	one := c.get("/tickets/4").ok(http.StatusOK)
	for member, want := range map[string]any{
		"id": "4", "number": "T-4", "summary": "Printer", "description": "It burns.", "status": "New", "closed": false, "board": "Help desk", "company": "Northwind Inc.", "contact": "Torres, Ana",
		"company_id": c.northwind, "contact_id": c.ana, "shield": "red", "url": "https://psa.example/4", "integration": object{"id": c.psa.String(), "name": "Our ConnectWise"}, "writes_waiting": 2.0,
	} {
		require.Equal(t, want, one[member], member)
	}
	stranger := c.get("/tickets/5").ok(http.StatusOK)
	require.Equal(t, "none", stranger["shield"])
	require.NotContains(t, stranger, "contact_id")
	require.NotContains(t, stranger, "writes_waiting")
	c.get("/tickets/99").refused(http.StatusNotFound, "not_found")
	c.get("/tickets/4?integration_id="+uuid.NewString()).refused(http.StatusNotFound, "not_found")
}

func TestWhomThePSADoesNotKnowHasNoTickets(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	for _, filter := range []string{"contact_id=" + c.unknown, "company_id=" + c.unknownCompany, "company_id=" + c.northwind + "&contact_id=" + c.unknown, "contact_id=" + uuid.NewString()} {
		require.Empty(t, c.get("/tickets?"+filter).items(), filter)
	}
	require.Empty(t, c.desk.asked, "and the PSA is not asked")
}

func TestTheShieldIsOfTheTicketsOwnContact(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	shield := func() any { return c.get("/tickets/4").ok(http.StatusOK)["shield"] }
	require.Equal(t, "red", shield())
	call := c.verify(c.ana, channel.SMSLink)
	require.Equal(t, "waiting", shield())
	call.end(verification.Fact{Kind: verification.Confirmed, Send: 1})
	require.Equal(t, "other", shield(), "what was proven on another ticket says nothing about this one")
	c.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE contact_points SET verified_ticket = '4' WHERE verified_until IS NOT NULL`)
		return err
	})
	require.Equal(t, "green", shield())
	c.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE contact_points SET verified_until = now() - interval '1 minute' WHERE verified_until IS NOT NULL`)
		return err
	})
	require.Equal(t, "red", shield(), "it lasts no longer than it does")
	require.Equal(t, "red", c.get("/tickets/3").ok(http.StatusOK)["shield"], "of Bo, who was not verified")
}

func TestWhoWorksForSomeCompaniesSeesTheirTickets(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	notes := c.writes("3", "one")
	limited := *c
	limited.msp = c.limitedTo(c.northwind, c.unknownCompany)
	c.desk.asked = nil
	require.Equal(t, []any{"4", "1"}, limited.get("/tickets").column("id"))
	require.Equal(t, []ticket.Query{{CompanyID: "n", Open: true, Limit: 50}}, c.desk.asked, "the PSA is asked for theirs: other companies' tickets would fill the page")
	require.Equal(t, []any{"4", "2", "1"}, limited.get("/tickets?status=all").column("id"))
	require.Empty(t, limited.get("/tickets?company_id="+c.contoso).items())
	require.Equal(t, []any{"1"}, limited.get("/tickets?contact_id="+c.bo).column("id"))
	require.Equal(t, "Printer", limited.get("/tickets/4").ok(http.StatusOK)["summary"])
	limited.get("/tickets/3").refused(http.StatusNotFound, "not_found")
	limited.get("/tickets/3/writes").refused(http.StatusNotFound, "not_found")
	limited.get("/tickets/5").refused(http.StatusNotFound, "not_found")
	require.Len(t, c.get("/tickets/3/writes").items(), len(notes))
	bos := limited.get("/tickets/1").ok(http.StatusOK)
	require.Equal(t, "none", bos["shield"])
	require.NotContains(t, bos, "contact_id", "Bo is of a company that is not theirs")
}

func TestATicketWithoutAContactHasWhoWritesInIt(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	writes := func(contact, ticketID, ago string) {
		id, channel := store.NewID(), store.NewID()
		c.in(func(ctx context.Context, tx store.Tx) error {
			if _, err := tx.Exec(ctx, `INSERT INTO sms_channels (tenant_id, id, name, number, integration_id, created_at) VALUES ($1, $2, 'Help desk', $3, $4, now())`, tx.Tenant, channel, "+"+channel.String()[24:], c.psa); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `INSERT INTO conversations (tenant_id, id, channel_id, their_index, their_masked, contact_id, ticket_id, ticket_reference, opened_at, last_at)
				VALUES ($1, $2, $3, $4, '***', $5, $6, 'CS-1', now(), now() - $7::interval)`, tx.Tenant, id, channel, id[:], contact, ticketID, ago)
			return err
		})
	}
	writes(c.bo, "2", "1 hour")
	writes(c.ana, "2", "1 minute")
	writes(c.bo, "4", "1 minute")
	writes(c.ana, "5", "1 minute")

	nobodys := c.get("/tickets/2").ok(http.StatusOK)
	require.Equal(t, "Ana Torres", nobodys["contact"], "the newest conversation counts")
	require.Equal(t, c.ana, nobodys["contact_id"])
	require.Equal(t, "red", nobodys["shield"])
	require.Equal(t, "Torres, Ana", c.get("/tickets/4").ok(http.StatusOK)["contact"], "whom the PSA names stays")
	require.NotContains(t, c.get("/tickets/5").ok(http.StatusOK), "contact_id", "the PSA names somebody whom nobody here knows")
	limited := c.limitedTo(c.contoso)
	require.NotContains(t, limited.get("/tickets?status=all").column("id"), "2")
	require.EqualValues(t, 1, limited.get("/contacts?limit=1&total=true").ok(http.StatusOK)["total"])
	require.EqualValues(t, 3, c.get("/contacts?query=ana&total=true").ok(http.StatusOK)["total"])
}

func TestAConnectionSaysSinceWhenItFails(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	since := func() (at *time.Time) {
		c.in(func(ctx context.Context, tx store.Tx) error {
			list, err := integrations.ListPSAs(ctx, tx, &c.psa)
			if err == nil {
				at = list[0].ProblemSince
			}
			return err
		})
		return at
	}
	record := func(problem string, at time.Time) {
		require.NoError(t, integrations.RecordHealth(t.Context(), c.store, c.tenant, c.psa, problem, at))
	}
	began := now().Truncate(time.Second)
	require.Nil(t, since())
	record("The credentials were refused.", began)
	record("It does not answer.", began.Add(time.Hour))
	require.WithinDuration(t, began, *since(), 0, "without a break")
	record("", began.Add(2*time.Hour))
	require.Nil(t, since())
	record("It does not answer.", began.Add(3*time.Hour))
	require.WithinDuration(t, began.Add(3*time.Hour), *since(), 0)
}

func TestTicketsOfSeveralCompaniesAreOneList(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	both := c.limitedTo(c.northwind, c.contoso)
	require.Equal(t, []any{"4", "3", "1"}, both.get("/tickets").column("id"), "the newest first")
	require.Equal(t, []any{"4"}, both.get("/tickets?limit=1").column("id"))
	require.Len(t, c.desk.asked, 4)
}

func TestTicketsOfManyCompaniesAreOneQuestion(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	theirs := []string{c.contoso}
	for i := range 6 {
		theirs = append(theirs, c.company(fmt.Sprintf("Branch %d", i)))
	}
	require.Equal(t, []any{"3"}, c.limitedTo(theirs...).get("/tickets").column("id"))
	require.Equal(t, []ticket.Query{{Open: true, Limit: 50}}, c.desk.asked)
}

func TestAPSAThatDoesNotAnswerIsSaidSoInItsOwnKind(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.desk.down = &provider.Error{Provider: "connectwise", Kind: provider.Unavailable}
	for _, path := range []string{"/tickets", "/tickets/4"} {
		answer := c.get(path)
		answer.refused(http.StatusBadGateway, "psa_unavailable")
		require.Equal(t, "The ticket system does not answer.", answer.body["detail"])
	}
	c.writes("4", "our own rows need no PSA")
}

func TestWithoutAPSAThereAreNoTickets(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.in(func(ctx context.Context, tx store.Tx) error {
		_, err := integrations.RetirePSA(ctx, tx, c.psa, now())
		return err
	})
	c.get("/tickets").refused(http.StatusNotFound, "not_found")
	c.get("/tickets/4").refused(http.StatusNotFound, "not_found")
}

func TestThePSAThatWasConnectedFirstIsAskedUnlessOneIsNamed(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	later := c.connect("A PSA")
	require.Equal(t, []any{object{"id": c.psa.String(), "name": "Our ConnectWise"}}, slices.Compact(c.get("/tickets?query=Nobody").column("integration")), "the first PSA, also after others are connected")
	require.Equal(t, []any{object{"id": later.String(), "name": "A PSA"}}, slices.Compact(c.get("/tickets?query=Nobody&integration_id="+later.String()).column("integration")))
}

func TestChoicesAreAskedOfThePSA(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	path := "/integrations/" + c.psa.String() + "/choices"
	require.Equal(t, []any{object{"id": "7", "label": "New (status)"}}, anySlice(c.post(path, object{"field": "status", "chosen": object{"board": "1"}}).items()))
	require.Equal(t, ticket.Defaults{"board": "1"}, c.desk.chosen[0])
	require.Empty(t, c.post(path, object{"field": "status"}).items(), "statuses are a board's")
	require.Equal(t, []string{"field"}, c.post(path, object{"field": "colour"}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Equal(t, []string{"field"}, c.post(path, object{"field": "prefix"}).refused(http.StatusUnprocessableEntity, "validation_failed"), "it is typed")
	c.desk.down = &integration.Denied{Right: integration.ReadSetup, Cause: &provider.Error{Provider: "connectwise", Kind: provider.Refused}}
	c.post(path, object{"field": "board"}).refused(http.StatusBadGateway, "psa_unavailable")
}

func anySlice(items []map[string]any) []any {
	list := make([]any, len(items))
	for i, item := range items {
		list[i] = item
	}
	return list
}
