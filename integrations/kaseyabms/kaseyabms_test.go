package kaseyabms_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/kaseyabms"
	"countersign/integrations/kaseyabms/kaseyabmstest"
)

// clock is a time that a test moves.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time         { return time.Unix(c.at.Load(), 0).UTC() }
func (c *clock) moves(by time.Duration) { c.at.Add(int64(by / time.Second)) }

// room is a client before a fresh fake, with one account and one person.
type room struct {
	*testing.T
	*contract.Fixture[*kaseyabmstest.Server]
	clock   *clock
	client  *kaseyabms.Client
	account string
	ana     string
}

func newRoom(t *testing.T, adjust ...func(*kaseyabmstest.Config)) *room {
	t.Helper()
	r := &room{T: t, clock: &clock{}}
	r.clock.at.Store(time.Date(2026, 3, 2, 14, 30, 0, 0, time.UTC).Unix())
	r.Fixture = contract.NewFixture(t, func(setup fake.Setup) (*kaseyabmstest.Server, error) {
		setup.Now = r.clock.now
		cfg := kaseyabmstest.Config{Setup: setup}
		for _, one := range adjust {
			one(&cfg)
		}
		return kaseyabmstest.New(cfg)
	})
	var err error
	r.client, err = kaseyabms.New(kaseyabms.Config{
		BaseURL: r.URL, Tenant: kaseyabmstest.Tenant, UserName: kaseyabmstest.UserName, Password: kaseyabmstest.Password, HTTP: r.HTTP, Now: r.clock.now,
	})
	require.NoError(t, err)
	r.account, err = r.Fake.AddCompany("Harbor Dental")
	require.NoError(t, err)
	r.ana, err = r.Fake.AddContact(fake.Person{CompanyID: r.account, First: "Ana", Last: "Silva", Email: "ana@harbor.example", Mobile: "+14155550142", Phone: "(415) 555-0100"})
	require.NoError(t, err)
	t.Cleanup(func() { r.NoViolations(t) })
	return r
}

// answers replaces the fake's answers to paths with an ending.
func (r *room) answers(ending, body string) {
	r.Instead(func(w http.ResponseWriter, req *http.Request) bool {
		if !strings.HasSuffix(req.URL.Path, ending) {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(body))
		return true
	})
}

// asked counts the requests to a path.
func (r *room) asked(ending string) int {
	count := 0
	for _, one := range r.Journal.Requests(kaseyabmstest.Name) {
		path, _, _ := strings.Cut(one.Path, "?")
		if strings.HasSuffix(path, ending) {
			count++
		}
	}
	return count
}

func (r *room) defaults() ticket.Defaults {
	return ticket.Defaults{
		ticket.FieldBoard: "11", ticket.FieldStatus: "21", ticket.FieldType: "41", ticket.FieldPriority: "32", ticket.FieldSource: "52", ticket.FieldClosed: "25",
	}
}

func (r *room) makes(summary string) ticket.Ticket {
	r.Helper()
	made, err := r.client.Create(r.Context(), ticket.New{
		Reference: "CS-AAAAAAAAAA", Summary: summary, Description: "Called.", CompanyID: r.account, ContactID: r.ana, Defaults: r.defaults(),
	})
	require.NoError(r, err)
	return made
}

const signIn = "/security/authenticate"

func TestManyCallsSignInOnce(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			_, err := r.client.Contacts(context.Background(), directory.Position{})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Equal(t, 1, r.asked(signIn))
}

func TestATokenIsRenewedBeforeItEnds(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	for _, step := range []struct {
		passes  time.Duration
		signIns int
	}{{0, 1}, {28 * time.Minute, 1}, {90 * time.Second, 2}, {28 * time.Minute, 2}} {
		r.clock.moves(step.passes)
		_, err := r.client.Contacts(t.Context(), directory.Position{})
		require.NoError(t, err)
		require.Equal(t, step.signIns, r.asked(signIn), step)
	}
	for _, request := range r.Journal.Requests(kaseyabmstest.Name) {
		require.NotContains(t, request.Path, kaseyabmstest.Password, "the password travels in a body only")
	}
}

func TestACallWithoutASessionIsMadeOnceMore(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	made := r.makes("A call")
	r.Fake.EndSessions()
	_, err := r.client.AddNote(t.Context(), made.ID, ticket.Note{Reference: "CS-BBBBBBBBBB", Text: "Verified."})
	require.NoError(t, err)
	require.Equal(t, 2, r.asked(signIn))
	written, _ := r.Fake.Written(made.ID)
	require.Len(t, written.Notes, 1)
	unwelcome := func(w http.ResponseWriter, req *http.Request) bool {
		if strings.HasSuffix(req.URL.Path, signIn) {
			return false
		}
		w.WriteHeader(http.StatusUnauthorized)
		return true
	}
	r.Instead(unwelcome)
	_, err = r.client.AddNote(t.Context(), made.ID, ticket.Note{Reference: "CS-CCCCCCCCCC", Text: "Verified."})
	require.Equal(t, provider.Unauthorized, provider.KindOf(err))
	require.Equal(t, 3, r.asked(signIn), "a client that is refused twice stays refused")
}

// gatekeeper refuses every sign-in, once it is told to answer.
type gatekeeper struct {
	opens chan struct{}
	asked atomic.Int64
}

func (g *gatekeeper) RoundTrip(*http.Request) (*http.Response, error) {
	g.asked.Add(1)
	<-g.opens
	recorded := httptest.NewRecorder()
	_, _ = recorded.WriteString(`{"success":false,"error":{"code":401,"message":"No."}}`)
	return recorded.Result(), nil
}

func TestAWrongPasswordIsTriedOnceForAllWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := &gatekeeper{opens: make(chan struct{})}
		client, err := kaseyabms.New(kaseyabms.Config{Tenant: "x", UserName: "y", Password: "z", HTTP: &http.Client{Transport: gate}})
		require.NoError(t, err)
		var all sync.WaitGroup
		var refused atomic.Int64
		for range 20 {
			all.Go(func() {
				if _, err := client.Contacts(t.Context(), directory.Position{}); provider.KindOf(err) == provider.Unauthorized {
					refused.Add(1)
				}
			})
		}
		synctest.Wait()
		close(gate.opens)
		all.Wait()
		require.EqualValues(t, 20, refused.Load())
		require.EqualValues(t, 1, gate.asked.Load())
	})
}

func TestATicketStandsAtTheMainLocation(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	made := r.makes("A call")
	requests := r.Journal.Requests(kaseyabmstest.Name)
	last := requests[len(requests)-1]
	require.Equal(t, "POST /v2/servicedesk/tickets", last.Method+" "+last.Path)
	require.JSONEq(t, `{"Title":"A call","Details":"Called.\n\nCS-AAAAAAAAAA","AccountId":1001,"LocationId":10012,"ContactId":20001,"QueueId":11,"StatusId":21,
		"PriorityId":32,"TypeId":41,"SourceId":52,"OpenDate":"2026-03-02T14:30:00Z"}`, last.Body)
	require.Equal(t, "T-"+made.ID, made.Number)
}

func TestATicketNeedsEveryRequiredField(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	for field := range r.defaults() {
		defaults := r.defaults()
		delete(defaults, field)
		_, err := r.client.Create(t.Context(), ticket.New{Reference: "CS-AAAAAAAAAA", Summary: "A call", CompanyID: r.account, Defaults: defaults})
		if field == ticket.FieldClosed {
			require.NoError(t, err)
			continue
		}
		require.Equal(t, provider.Refused, provider.KindOf(err))
		require.Equal(t, "no_"+field, provider.CodeOf(err))
	}
	_, err := r.client.Create(t.Context(), ticket.New{Reference: "CS-AAAAAAAAAA", Summary: "A call", Defaults: r.defaults()})
	require.Equal(t, "no_company", provider.CodeOf(err))
	require.Equal(t, 1, r.asked("/servicedesk/tickets"))
	r.answers("/locations/lookup", `{"success":true,"result":[]}`)
	_, err = r.client.Create(t.Context(), ticket.New{Reference: "CS-AAAAAAAAAA", Summary: "A call", CompanyID: r.account, Defaults: r.defaults()})
	require.Equal(t, "no_location", provider.CodeOf(err))
}

func TestTablesByOtherNamesAreDoneWithout(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	made := r.makes("A call")
	_, err := r.client.AddNote(t.Context(), made.ID, ticket.Note{Reference: "CS-BBBBBBBBBB", Text: "Verified."})
	require.NoError(t, err)
	unknown := func(w http.ResponseWriter, req *http.Request) bool {
		if !strings.Contains(req.URL.Path, "/system/lookup/") && !strings.Contains(req.URL.Path, "/system/tenantlookup/") {
			return false
		}
		_, _ = w.Write([]byte(`{"success":false,"error":{"code":1002,"message":"Unknown table."}}`))
		return true
	}
	r.Instead(unknown)
	for field, want := range map[string]integration.Choice{ticket.FieldType: {ID: "41", Label: "Incident"}, ticket.FieldSource: {ID: "52", Label: "Phone Call"}} {
		choices, err := r.client.Choices(t.Context(), field, nil)
		require.NoError(t, err)
		require.Equal(t, []integration.Choice{want}, choices, "what tickets have can be chosen")
	}
	other, err := kaseyabms.New(kaseyabms.Config{BaseURL: r.URL, Tenant: kaseyabmstest.Tenant, UserName: kaseyabmstest.UserName, Password: kaseyabmstest.Password, Now: r.clock.now})
	require.NoError(t, err)
	_, err = other.AddNote(t.Context(), made.ID, ticket.Note{Reference: "CS-CCCCCCCCCC", Text: "Verified."})
	require.NoError(t, err, "a note has the type that others have")
}

func TestCountriesAndStampsAreRead(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	page, err := r.client.Companies(t.Context(), directory.Position{})
	require.NoError(t, err)
	require.Equal(t, []directory.Company{{ID: r.account, Name: "Harbor Dental", Country: "US", Active: true, UpdatedAt: r.clock.now()}}, page.Rows)
	require.Empty(t, page.Next)
	people, err := r.client.Contacts(t.Context(), directory.Position{})
	require.NoError(t, err)
	require.Equal(t, []directory.Contact{{
		ID: r.ana, CompanyID: r.account, Name: "Ana Silva", Email: "ana@harbor.example", Mobile: "+14155550142", Phone: "(415) 555-0100", Active: true, UpdatedAt: r.clock.now(),
	}}, people.Rows)
	people, err = r.client.Contacts(t.Context(), directory.Position{Since: r.clock.now().Add(time.Second)})
	require.NoError(t, err)
	require.Empty(t, people.Rows)
}

func TestASubtypeIsOfItsType(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	choices, err := r.client.Choices(t.Context(), ticket.FieldSubtype, ticket.Defaults{ticket.FieldCategory: "72"})
	require.NoError(t, err)
	require.Equal(t, []integration.Choice{{ID: "721", Label: "Printer"}}, choices)
	queues, err := r.client.Choices(t.Context(), ticket.FieldBoard, nil)
	require.NoError(t, err)
	require.NotContains(t, queues, integration.Choice{ID: "13", Label: "Old Desk"}, "inactive ones are left out")
	_, err = r.client.Choices(t.Context(), "colour", nil)
	require.Equal(t, "bad_field", provider.CodeOf(err))
}
