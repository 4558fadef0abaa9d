package zendesktest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/zendesk/zendesktest"
)

var _ fake.PSA = (*zendesktest.Server)(nil)

func newFake(t *testing.T, store fake.Store) (*zendesktest.Server, *fake.Journal) {
	t.Helper()
	served, journal := contract.NewFake(t, fake.Setup{Store: store}, func(setup fake.Setup) (*zendesktest.Server, error) {
		return zendesktest.New(zendesktest.Config{Setup: setup})
	})
	return served, journal
}

// ask makes a request as a well-behaved client would, and spoils it.
func ask(zendesk http.Handler, method, path, body string, spoil ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/api/v2"+path, strings.NewReader(body))
	r.Header.Set("Accept", "application/json")
	r.SetBasicAuth(zendesktest.Email+"/token", zendesktest.Token)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, one := range spoil {
		one(r)
	}
	w := httptest.NewRecorder()
	zendesk.ServeHTTP(w, r)
	return w
}

func TestWhatIsWrongIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	const ticket = `{"ticket":{"subject":"x","comment":{"body":"x"}}}`
	without := func(r *http.Request) { r.Header.Del("Authorization") }
	for _, c := range []struct {
		method, path, body string
		spoil              func(*http.Request)
		status             int
		rule               string
	}{
		{"GET", "/contacts", "", nil, 404, "endpoint"}, {"PATCH", "/tickets/1", ticket, nil, 404, "endpoint"}, {"GET", "/tickets/x", "", nil, 404, "endpoint"},
		{"GET", "/users/me", "", without, 200, "auth"}, {"GET", "/users", "", without, 401, "auth"},
		{"GET", "/users", "", func(r *http.Request) { r.SetBasicAuth(zendesktest.Email, zendesktest.Token) }, 401, "auth"},
		{"GET", "/users", "", func(r *http.Request) { r.Header.Set("Accept", "text/html") }, 406, "accept"},
		{"GET", "/users?page[size]=101", "", nil, 400, "page"}, {"GET", "/users?page[size]=0", "", nil, 400, "page"}, {"GET", "/users?per_page=100", "", nil, 200, "query"},
		{"GET", "/users?role=end-user&role=agent", "", nil, 400, "query"}, {"GET", "/users?sort=name", "", nil, 200, "query"}, {"GET", "/users?include=secrets", "", nil, 400, "include"},
		{"GET", "/users?page[size]=5&page[after]=xyz", "", nil, 400, "cursor"}, {"GET", "/search?query=type:ticket&per_page=500", "", nil, 400, "page"},
		{"GET", "/search?query=type:ticket&per_page=100&page=11", "", nil, 422, "page"}, {"GET", "/search?query=type:ticket+mood:good", "", nil, 422, "search"},
		{"GET", "/search?query=%22open", "", nil, 422, "search"}, {"GET", "/search?query=", "", nil, 422, "search"},
		{"GET", "/incremental/users/cursor", "", nil, 400, "start_time"}, {"GET", "/incremental/users/cursor?cursor=abc", "", nil, 400, "cursor"},
		{"GET", "/incremental/users/cursor?start_time=99999999999", "", nil, 400, "start_time"}, {"GET", "/incremental/organizations?start_time=x", "", nil, 400, "start_time"},
		{"GET", "/tickets/show_many?ids=1,x", "", nil, 400, "ids"}, {"GET", "/tickets/1/comments?sort=id", "", nil, 400, "sort"},
		{"POST", "/tickets", `{"subject":"x"}`, nil, 400, "wrapper"}, {"POST", "/tickets", `{"ticket":{"subject":"x"},"other":1}`, nil, 400, "wrapper"}, {"POST", "/tickets", `[`, nil, 422, "json"},
		{"POST", "/tickets", ticket, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 415, "content_type"},
		{"POST", "/tickets", `{"ticket":{"subject":"x"}}`, nil, 422, "ticket.comment"}, {"POST", "/tickets", `{"ticket":{"comment":{"body":" "}}}`, nil, 422, "comment.body"},
		{"POST", "/tickets", `{"ticket":{"comment":{"text":"x"}}}`, nil, 422, "ticket.text"}, {"POST", "/tickets", `{"ticket":{"board":"x"}}`, nil, 422, "ticket.board"},
		{"POST", "/tickets", `{"ticket":{"group_id":"501"}}`, nil, 422, "ticket.group_id"}, {"POST", "/tickets", `{"ticket":{"priority":"high!"}}`, nil, 422, "ticket.priority"},
		{"POST", "/tickets", `{"ticket":{"subject":"` + strings.Repeat("x", 151) + `"}}`, nil, 422, "ticket.subject"}, {"PUT", "/tickets/1", `{"ticket":{"submitter_id":1}}`, nil, 422, "ticket.submitter_id"},
		{"POST", "/uploads", "x", nil, 400, "filename"}, {"POST", "/uploads?filename=a", "", func(r *http.Request) { r.Header.Set("Content-Type", "image/png") }, 422, "upload"},
	} {
		zendesk, journal := newFake(t, nil)
		spoil := func(*http.Request) {}
		if c.spoil != nil {
			spoil = c.spoil
		}
		got := ask(zendesk, c.method, c.path, c.body, spoil)
		require.Equal(t, c.status, got.Code, "%s %s %s", c.method, c.path, got.Body)
		require.True(t, json.Valid(got.Body.Bytes()))
		require.Len(t, journal.Violations(), 1, "%s %s", c.method, c.path)
		require.Equal(t, c.rule, journal.Violations()[0].Rule, "%s %s", c.method, c.path)
	}
}

func TestWhatNobodyCouldKnowIsNoViolation(t *testing.T) {
	t.Parallel()
	zendesk, journal := newFake(t, nil)
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "/tickets/999", "", 404}, {"DELETE", "/tickets/999", "", 404},
		{"POST", "/tickets", `{"ticket":{"comment":{"body":"x"},"requester_id":999}}`, 422}, {"POST", "/tickets", `{"ticket":{"comment":{"body":"x"},"group_id":999}}`, 422},
		{"POST", "/tickets", `{"ticket":{"comment":{"body":"x"},"requester_id":10004,"organization_id":702}}`, 422}, {"PUT", "/tickets/1", `{"ticket":{"custom_status_id":412}}`, 422},
		{"PUT", "/tickets/1", `{"ticket":{"status":"closed"}}`, 422}, {"GET", "/users/me.json", "", 200}, {"GET", "/organizations/701", "", 200}, {"GET", "/ticket_forms?active=true", "", 200},
	} {
		require.Equal(t, c.status, ask(zendesk, c.method, c.path, c.body).Code, c.path+c.body)
	}
	wrong := ask(zendesk, http.MethodGet, "/users/me", "", func(r *http.Request) { r.SetBasicAuth(zendesktest.Email+"/token", "old") })
	require.Equal(t, http.StatusUnauthorized, wrong.Code)
	require.JSONEq(t, `{"error":"Couldn't authenticate you"}`, wrong.Body.String())
	require.Empty(t, journal.Violations())
}

func TestAKeyThatMeansAnotherTicketIsRefused(t *testing.T) {
	t.Parallel()
	zendesk, journal := newFake(t, nil)
	keyed := func(r *http.Request) { r.Header.Set("Idempotency-Key", "CS-1") }
	first := ask(zendesk, http.MethodPost, "/tickets", `{"ticket":{"comment":{"body":"x"}}}`, keyed)
	require.Equal(t, "miss", first.Header().Get("X-Idempotency-Lookup"))
	require.Equal(t, "hit", ask(zendesk, http.MethodPost, "/tickets", `{"ticket":{"comment":{"body":"x"}}}`, keyed).Header().Get("X-Idempotency-Lookup"))
	require.Equal(t, http.StatusBadRequest, ask(zendesk, http.MethodPost, "/tickets", `{"ticket":{"comment":{"body":"y"}}}`, keyed).Code)
	require.Len(t, journal.Violations(), 1)
}

func TestStateSurvivesARestart(t *testing.T) {
	t.Parallel()
	store, err := fake.Open(filepath.Join(t.TempDir(), "zendesk.jsonl"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	before, _ := newFake(t, store)
	made, err := before.Populate(fake.Population{Companies: 5, Contacts: 300, Tickets: 20, Seed: 4})
	require.NoError(t, err)
	_, err = before.Change(7)
	require.NoError(t, err)
	company, err := before.AddCompany("Harbor Dental")
	require.NoError(t, err)
	person, err := before.AddContact(fake.Person{CompanyID: company, First: "Zoë", Last: "Ito", Mobile: "+14155550142"})
	require.NoError(t, err)
	require.NoError(t, before.DropContact(made.Contacts.First))
	require.Equal(t, http.StatusCreated, ask(before, http.MethodPost, "/tickets", `{"ticket":{"subject":"x","comment":{"body":"first"},"requester_id":`+person+`}}`).Code)
	require.Equal(t, http.StatusOK, ask(before, http.MethodPut, "/tickets/22", `{"ticket":{"comment":{"body":"second","public":false}}}`).Code)
	require.Equal(t, http.StatusNoContent, ask(before, http.MethodDelete, "/tickets/2", "").Code)

	after, _ := newFake(t, store)
	for _, path := range []string{
		"/users?page[size]=100", "/organizations", "/tickets?page[size]=100", "/tickets/22/comments", "/incremental/users/cursor?start_time=1&include=identities",
	} {
		require.Equal(t, ask(before, http.MethodGet, path, "").Body.String(), ask(after, http.MethodGet, path, "").Body.String(), path)
	}
	again, err := after.Populate(fake.Population{Companies: 5, Contacts: 300, Tickets: 20, Seed: 4})
	require.NoError(t, err)
	require.Equal(t, made, again)
	one, err := before.Change(3)
	require.NoError(t, err)
	two, err := after.Change(3)
	require.NoError(t, err)
	require.Equal(t, one, two, "it goes on where it stood")
}

func TestALargePopulationIsQuick(t *testing.T) {
	t.Parallel()
	zendesk, journal := newFake(t, nil)
	began := time.Now()
	_, err := zendesk.Populate(fake.Population{Companies: 1000, Contacts: 100_000, Tickets: 1000, Seed: 1})
	require.NoError(t, err)
	require.Less(t, time.Since(began), 20*time.Second)
	next, pages, people := "", 0, 0
	began = time.Now()
	for {
		got := ask(zendesk, http.MethodGet, "/users?role=end-user&include=identities&page[size]=100"+next, "")
		var page struct {
			Users []json.RawMessage
			Meta  struct {
				HasMore     bool   `json:"has_more"`
				AfterCursor string `json:"after_cursor"`
			}
		}
		require.NoError(t, json.Unmarshal(got.Body.Bytes(), &page))
		pages, people = pages+1, people+len(page.Users)
		if !page.Meta.HasMore {
			break
		}
		next = "&page[after]=" + page.Meta.AfterCursor
	}
	require.Equal(t, []int{1001, 100_001}, []int{pages, people})
	require.Less(t, time.Since(began), 60*time.Second)
	require.Empty(t, journal.Violations())
}

func TestATicketOpensOnItsPage(t *testing.T) {
	t.Parallel()
	zendesk, journal := newFake(t, nil)
	require.Equal(t, http.StatusOK, ask(zendesk, http.MethodPut, "/tickets/1", `{"ticket":{"comment":{"body":"<script>alert(1)</script>","public":false}}}`).Code)
	w := httptest.NewRecorder()
	zendesk.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/agent/tickets/1", nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), "&lt;script&gt;")
	require.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
	require.Empty(t, journal.Violations())
}

// TestTheFactsAreThePublishedOnes compares the table of endpoints with the published description, where COUNTERSIGN_SPECS names a folder that has it.
func TestTheFactsAreThePublishedOnes(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("COUNTERSIGN_SPECS")
	raw := published(folder)
	if raw == nil {
		t.Skip("COUNTERSIGN_SPECS names no folder with Zendesk's description")
	}
	for _, path := range zendesktest.Paths() {
		at := strings.NewReplacer("/users/{id}", "/users/{user_id}", "/tickets/{id}", "/tickets/{ticket_id}", "/organizations/{id}", "/organizations/{organization_id}").Replace(path)
		require.Contains(t, string(raw), "/api/v2"+at+":", path)
	}
	t.Logf("compared with the descriptions in %s", folder)
}

// published are all descriptions of a folder, one after the other; nil for none.
func published(folder string) []byte {
	var all bytes.Buffer
	names, _ := filepath.Glob(filepath.Join(folder, "zendesk", "*.yml"))
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return nil
		}
		_, err = io.Copy(&all, file)
		if file.Close() != nil || err != nil {
			return nil
		}
	}
	return all.Bytes()
}
