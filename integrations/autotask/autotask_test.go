package autotask_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/autotask"
	"countersign/integrations/autotask/autotasktest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a client of the product before a strict fake.
type desk struct {
	*autotask.Client
	*contract.Fixture[*autotasktest.Server]
	config autotask.Config
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Fixture: contract.NewFixture(t, func(setup fake.Setup) (*autotasktest.Server, error) {
		return autotasktest.New(autotasktest.Config{Setup: setup})
	})}
	d.config = autotask.Config{
		BaseURL: d.URL, UserName: autotasktest.UserName, Secret: autotasktest.Secret, IntegrationCode: autotasktest.IntegrationCode, HTTP: d.HTTP,
	}
	d.Client = d.client(t)
	return d
}

// serve puts a handler behind an address of its own.
func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// client is a client of its own with some settings spoilt.
func (d *desk) client(t *testing.T, spoil ...func(*autotask.Config)) *autotask.Client {
	t.Helper()
	return contract.Open(t, autotask.New, d.config, spoil...)
}

// asked are the requests that went to a path, the oldest first.
func (d *desk) asked(method, path string) (found []fake.Request) {
	for _, one := range d.Journal.Requests(autotasktest.Name) {
		if one.Method == method && one.Path == path {
			found = append(found, one)
		}
	}
	return found
}

const api = "/ATServicesRest/V1.0"

func newTicket(ref string) ticket.New {
	return ticket.New{
		Reference: ref, Summary: "Caller to be verified", Description: "Says she is Ana.", CompanyID: strconv.Itoa(autotasktest.CompanyNorthwind),
		ContactID: strconv.Itoa(autotasktest.ContactAna), Defaults: defaults(),
	}
}

func defaults() ticket.Defaults {
	return ticket.Defaults{ticket.FieldBoard: strconv.Itoa(autotasktest.QueueLevelI), ticket.FieldStatus: "1", ticket.FieldPriority: "2"}
}

func TestATicketOfAVerificationLivesAndIsCompleted(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t), t.Context()
	n := newTicket("CS-7Q2M4K0000")
	n.Defaults[ticket.FieldType], n.Defaults[ticket.FieldSubtype], n.Defaults[autotask.FieldDueHours] = "11", "140", "4"
	before := time.Now()
	made, err := d.Create(ctx, n)
	require.NoError(t, err)
	require.Regexp(t, `^T\d{8}\.\d{4,}$`, made.Number)
	require.Equal(t, []any{"New", "Level I Support", "Northwind Dental", "Ana Torres"}, []any{made.Status, made.Board, made.Company, made.Contact})
	require.Contains(t, made.URL, "/autotask/Autotask/AutotaskExtend/ExecuteCommand.aspx?Code=OpenTicketDetail&TicketID="+made.ID)
	number, err := strconv.Atoi(made.ID)
	require.NoError(t, err)
	row, ok := d.Fake.Record("Tickets", number)
	require.True(t, ok)
	require.Equal(t, []any{"CS-7Q2M4K0000", 11.0, 140.0}, []any{row["externalID"], row["issueType"], row["subIssueType"]})
	due, err := time.Parse(time.RFC3339, row["dueDateTime"].(string))
	require.NoError(t, err)
	require.WithinDuration(t, before.Add(4*time.Hour), due, time.Minute)

	_, err = d.AddNote(ctx, made.ID, ticket.Note{Reference: "CS-AAAAAAAAAA", Text: "Ana Torres verified.", Internal: true})
	require.NoError(t, err)
	require.NoError(t, d.SetStatus(ctx, made.ID, "complete"))
	done, err := d.Ticket(ctx, made.ID)
	require.NoError(t, err)
	require.True(t, done.Closed)
	_, removes := any(d.Client).(ticket.Remover)
	require.False(t, removes, "Autotask deletes no tickets")
	resp, err := d.config.HTTP.Get(made.URL)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusOK, resp.StatusCode)
	d.NoViolations(t)
}

func TestNotesForTheClientAndForTechniciansArePublishedDifferently(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := strconv.Itoa(autotasktest.FirstTicket)
	for internal, publish := range map[bool]float64{true: 2, false: 1} {
		noteID, err := d.AddNote(t.Context(), id, ticket.Note{Reference: "CS-BBBBBBBBB" + strconv.Itoa(int(publish)), Text: "x", Internal: internal})
		require.NoError(t, err)
		number, err := strconv.Atoi(noteID)
		require.NoError(t, err)
		row, ok := d.Fake.Record("TicketNotes", number)
		require.True(t, ok)
		require.Equal(t, []any{publish, 1.0, "Countersign"}, []any{row["publish"], row["noteType"], row["title"]})
	}
	d.NoViolations(t)
}

func TestTheZoneIsAskedForOnceAndWithoutCredentials(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t), t.Context()
	for range 3 {
		_, err := d.Ticket(ctx, strconv.Itoa(autotasktest.FirstTicket))
		require.NoError(t, err)
	}
	zones := d.asked(http.MethodGet, "/atservicesrest/v1.0/zoneInformation?user=sandbox-api%40bluepeak.example")
	require.Len(t, zones, 1)
	require.Empty(t, zones[0].Headers.Get("Secret"))
	require.Empty(t, zones[0].Headers.Get("ApiIntegrationCode"))
	d.NoViolations(t)
}

func TestACustomerWhoWasMovedIsFollowedToTheirZone(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t), t.Context()
	_, err := d.Ticket(ctx, strconv.Itoa(autotasktest.FirstTicket))
	require.NoError(t, err)
	// The client's own address keeps answering questions for the zone; the API is elsewhere now. Elsewhere must be one of Autotask's own hosts, so a
	// transport takes requests for it to the fake.
	d.Fake.Move("https://webservices9.autotask.net/autotask")
	moved := d.client(t, func(cfg *autotask.Config) {
		cfg.HTTP = &http.Client{Transport: carry{to: d.Front, real: cfg.HTTP.Transport}}
	})
	_, err = moved.AddNote(ctx, strconv.Itoa(autotasktest.FirstTicket), ticket.Note{Reference: "CS-CCCCCCCCCC", Text: "x"})
	require.NoError(t, err)
	written, ok := d.Fake.Written(strconv.Itoa(autotasktest.FirstTicket))
	require.True(t, ok)
	require.Len(t, written.Notes, 1, "written once")

	// One who knew the former zone asks anew after the 401, once.
	d.Fake.Move("")
	_, err = moved.Ticket(ctx, strconv.Itoa(autotasktest.FirstTicket))
	require.NoError(t, err)
	d.Fake.Move("https://webservices3.autotask.net/autotask")
	_, err = moved.Ticket(ctx, strconv.Itoa(autotasktest.FirstTicket))
	require.NoError(t, err)
	d.NoViolations(t)
}

// carry brings requests for Autotask's own hosts to a handler, and all others where they want to go.
type carry struct {
	to   http.Handler
	real http.RoundTripper
}

func (c carry) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" {
		return c.real.RoundTrip(r)
	}
	inside := httptest.NewRequest(r.Method, r.URL.String(), r.Body)
	inside.Header = r.Header
	answer := httptest.NewRecorder()
	c.to.ServeHTTP(answer, inside)
	return answer.Result(), nil
}

func TestAZoneThatIsNotAutotasksGetsNoCredentials(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{
		"https://evil.example/ATServicesRest/", "http://webservices5.autotask.net/ATServicesRest/", "https://autotask.net.evil.example/", "https://webservices5.autotask.net@evil.example/",
		"https://evilautotask.net/", "//evil.example/", "https://webservices5.autotask.net:8443/", "", "javascript:alert(1)", `https://evil.example\.autotask.net/`,
	} {
		asked := 0
		base := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked++
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"zoneName":"x","url":` + strconv.Quote(zone) + `,"webUrl":"https://evil.example/","ci":1}`))
		}))
		client, err := autotask.New(autotask.Config{BaseURL: base, UserName: "u", Secret: "s", IntegrationCode: "c", HTTP: &http.Client{Transport: closing{}}})
		require.NoError(t, err)
		err = client.Check(t.Context())
		require.Equal(t, provider.Unauthorized, provider.KindOf(err), zone)
		require.Equal(t, 1, asked, zone)
		var complaint *integration.Complaint
		require.ErrorAs(t, err, &complaint)
	}
}

// closing keeps no connection open.
type closing struct{}

func (closing) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Close = true
	transport := &http.Transport{DisableKeepAlives: true}
	return transport.RoundTrip(r)
}

func TestANextPageElsewhereIsNotAskedFor(t *testing.T) {
	t.Parallel()
	evil := 0
	stranger := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { evil++ }))
	for _, next := range []string{stranger + api + "/Contacts/query/next?paging=x", "https://webservices5.autotask.net" + api + "/Contacts/query/next?paging=x"} {
		var base string
		base = serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if r.Method == http.MethodGet {
				_, _ = w.Write([]byte(`{"url":"` + base + `/ATServicesRest/"}`))
				return
			}
			_, _ = w.Write([]byte(`{"items":[{"id":1}],"pageDetails":{"count":1,"nextPageUrl":"` + next + `"}}`))
		}))
		client, err := autotask.New(autotask.Config{BaseURL: base, UserName: "u", Secret: "s", IntegrationCode: "c", HTTP: &http.Client{Transport: closing{}}})
		require.NoError(t, err)
		_, err = client.Contacts(t.Context(), directory.Position{})
		require.Equal(t, provider.Unavailable, provider.KindOf(err))
	}
	require.Zero(t, evil)
}

func TestTheNewestTicketsAreFoundThoughAutotaskListsTheOldestFirst(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t), t.Context()
	_, err := d.Fake.Populate(fake.Population{Companies: 3, Contacts: 3, Tickets: 1200, Seed: 4})
	require.NoError(t, err)
	var want []string
	for i := range 3 {
		made, err := d.Create(ctx, newTicket("CS-DDDDDDDDD"+strconv.Itoa(i)))
		require.NoError(t, err)
		want = append([]string{made.ID}, want...)
	}
	found, err := d.Tickets(ctx, ticket.Query{Limit: 3})
	require.NoError(t, err)
	require.Equal(t, want, ids(found))
	found, err = d.Tickets(ctx, ticket.Query{Limit: 100})
	require.NoError(t, err)
	require.Len(t, found, 100)
	require.Equal(t, want, ids(found)[:3])
	require.IsDecreasing(t, ids(found))
	found, err = d.Tickets(ctx, ticket.Query{CompanyID: strconv.Itoa(autotasktest.CompanyNorthwind), Limit: 4})
	require.NoError(t, err)
	require.Equal(t, append(want, strconv.Itoa(autotasktest.FirstTicket+1)), ids(found))
	d.NoViolations(t)
}

func ids(tickets []ticket.Ticket) (out []string) {
	for _, one := range tickets {
		out = append(out, one.ID)
	}
	return out
}

func TestThePlaceOfAReferenceIsSearchedWithoutItsLookalikes(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t), t.Context()
	made, err := d.Create(ctx, newTicket("CS-EEEEEEEEEE"))
	require.NoError(t, err)
	found, ok, err := d.FindTicket(ctx, "CS-EEEEEEEEEE")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, made.ID, found.ID)
	_, ok, err = d.FindTicket(ctx, "cs-eeeeeeeeee")
	require.Equal(t, provider.Ambiguous, provider.KindOf(err), "Autotask does not mind the case, so its answer proves nothing")
	require.False(t, ok)
	_, _, err = d.FindTicket(ctx, "")
	require.Equal(t, provider.Refused, provider.KindOf(err))
	d.NoViolations(t)
}

func TestSettingsThatCannotBeRightAreRefusedAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, spoil := range []func(*autotask.Config){
		func(c *autotask.Config) { c.UserName = "" }, func(c *autotask.Config) { c.Secret = "two words" }, func(c *autotask.Config) { c.IntegrationCode = "x\r\nSecret: y" },
		func(c *autotask.Config) { c.BaseURL = "ww5.autotask.net" }, func(c *autotask.Config) { c.BaseURL = "https://u:p@ww5.autotask.net" },
		func(c *autotask.Config) { c.BaseURL = "ftp://ww5.autotask.net" }, func(c *autotask.Config) { c.BaseURL = "https://ww5.autotask.net?x=1" },
	} {
		cfg := d.config
		spoil(&cfg)
		_, err := autotask.New(cfg)
		require.ErrorContains(t, err, "autotask:")
	}
}

func TestACheckSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>Welcome</html>")) }))
	for says, spoil := range map[string]func(*autotask.Config){
		"No zone of Autotask knows the API user name": func(c *autotask.Config) { c.UserName = "nobody@bluepeak.example" },
		"the secret or the tracking identifier":       func(c *autotask.Config) { c.Secret = "another" },
		"does not answer as Autotask does":            func(c *autotask.Config) { c.BaseURL = page },
	} {
		err := d.client(t, spoil).Check(t.Context())
		require.ErrorContains(t, err, says)
		require.Equal(t, provider.Unauthorized, provider.KindOf(err), says)
	}
	wrongCode := d.client(t, func(c *autotask.Config) { c.IntegrationCode = "ANOTHER" })
	require.ErrorContains(t, wrongCode.Check(t.Context()), "the secret or the tracking identifier")
	require.NoError(t, d.Check(t.Context()))
	d.NoViolations(t)
}

func TestACancelledCallAsksNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := d.AddNote(ctx, strconv.Itoa(autotasktest.FirstTicket), ticket.Note{Reference: "CS-GGGGGGGGGG", Text: "x"})
	require.Equal(t, provider.Unavailable, provider.KindOf(err))
	require.Empty(t, d.Journal.Requests(autotasktest.Name))
}
