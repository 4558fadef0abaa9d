package syncrotest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/syncro/syncrotest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const api = "/api/v1"

// server is a fake that is asked without a network.
type server struct {
	*syncrotest.Server
	t       *testing.T
	journal *fake.Journal
}

func newServer(t *testing.T, store fake.Store) *server {
	t.Helper()
	served, journal := contract.NewFake(t, fake.Setup{Store: store}, func(setup fake.Setup) (*syncrotest.Server, error) {
		return syncrotest.New(syncrotest.Config{Setup: setup})
	})
	return &server{Server: served, t: t, journal: journal}
}

// ask sends a request as a good client would; change makes it another's.
func (s *server) ask(method, path, body string, change ...func(*http.Request)) (status int, answer map[string]any) {
	s.t.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+syncrotest.Key)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, one := range change {
		one(req)
	}
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, req)
	_ = json.Unmarshal(recorder.Body.Bytes(), &answer) // a page for people is none
	return recorder.Code, answer
}

// broke returns the rules that were broken, and forgets them.
func (s *server) broke() []string {
	s.t.Helper()
	rules := []string{}
	for _, one := range s.journal.Violations() {
		rules = append(rules, one.Rule)
	}
	require.NoError(s.t, s.journal.ForgetViolations())
	return rules
}

func TestAClientThatBreaksARuleIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	same := func(*http.Request) {}
	const tickets, contacts = api + "/tickets", api + "/contacts"
	one := fmt.Sprintf("%s/%d", tickets, syncrotest.FirstTicket)
	customer := fmt.Sprintf(`"customer_id":%d`, syncrotest.CustomerNorthwind)
	for _, c := range []struct {
		method, path, body string
		change             func(*http.Request)
		status             int
		rule               string
	}{
		{"GET", tickets, "", header("Authorization", ""), 401, "auth"},
		{"GET", tickets, "", header("Authorization", syncrotest.Key), 401, "auth"},
		{"GET", tickets + "?api_key=" + syncrotest.Key, "", same, 401, "auth"},
		{"GET", tickets, "", header("Authorization", "Bearer wrong"), 401, ""},
		{"GET", "/tickets", "", same, 404, "path"},
		{"GET", api + "/rockets", "", same, 404, "path"},
		{"PATCH", one, `{}`, same, 404, "path"},
		{"GET", one + "/comment", "", same, 404, "path"},
		{"GET", tickets + "?colour=red", "", same, 422, "query.colour"},
		{"GET", tickets + "?page=0", "", same, 422, "query.page"},
		{"GET", tickets + "?page=1&page=2", "", same, 422, "query.page"},
		{"GET", contacts + "?page=x", "", same, 422, "query.page"},
		{"GET", contacts + "?query=ana", "", same, 422, "query.query"},
		{"GET", tickets + "?customer_id=Northwind", "", same, 422, "query.customer_id"},
		{"GET", tickets + "?created_after=yesterday", "", same, 422, "query.created_after"},
		{"GET", tickets + "?mine=maybe", "", same, 422, "query.mine"},
		{"GET", tickets + "?per_page=100", "", same, 422, "query.per_page"},
		{"GET", one + "/comments?per_page=1000", "", same, 422, "query.per_page"},
		{"GET", one + "/comments?sort_direction=down", "", same, 422, "query.sort_direction"},
		{"POST", tickets, `{` + customer + `,"subject":"x"}`, header("Content-Type", "text/plain"), 415, "content_type"},
		{"POST", tickets, `{`, same, 400, "json"},
		{"POST", tickets, `{"subject":"x"}`, same, 422, "required.customer_id"},
		{"POST", tickets, `{` + customer + `}`, same, 422, "required.subject"},
		{"POST", tickets, `{` + customer + `,"subject":"x","summary":"x"}`, same, 422, "unknown_field.summary"},
		{"POST", tickets, `{"customer_id":"7","subject":"x"}`, same, 422, "grammar.customer_id"},
		{"POST", tickets, `{` + customer + `,"subject":"x","due_date":"soon"}`, same, 422, "grammar.due_date"},
		{"POST", tickets, `{` + customer + `,"subject":"` + strings.Repeat("x", 256) + `"}`, same, 422, "grammar.subject"},
		{"POST", tickets, `{` + customer + `,"subject":"x","comments_attributes":[{"body":"x"}]}`, same, 422, "required.comment"},
		{"POST", tickets, `{` + customer + `,"subject":"x","comments_attributes":[{"text":"x"}]}`, same, 422, "unknown_field.text"},
		{"POST", one + "/comment", `{"subject":"x"}`, same, 422, "required.comment"},
		{"POST", one + "/comment", `{"subject":"x","body":"x","hidden":"true"}`, same, 422, "grammar.hidden"},
		// What only Syncro can know is refused, and no violation.
		{"POST", tickets, `{"customer_id":7,"subject":"x"}`, same, 422, ""},
		{"POST", tickets, `{` + customer + `,"subject":"x","status":"Nowhere"}`, same, 422, ""},
		{"PUT", one, `{"priority":"9 Never"}`, same, 422, ""},
		{"GET", tickets + "/7", "", same, 404, ""},
		{"POST", tickets + "/7/comment", `{"subject":"x","body":"x"}`, same, 404, ""},
		{"GET", fmt.Sprintf("%s/customers/%d", api, syncrotest.CustomerNorthwind), "", same, 200, ""},
		{"DELETE", one, "", same, 200, ""},
		{"DELETE", one, "", same, 404, ""},
	} {
		status, answer := s.ask(c.method, c.path, c.body, c.change)
		require.Equal(t, c.status, status, "%s %s %s: %v", c.method, c.path, c.body, answer)
		want := []string{}
		if c.rule != "" {
			want = []string{c.rule}
		}
		require.Equal(t, want, s.broke(), "%s %s %s", c.method, c.path, c.body)
	}
}

func TestPagesAreAsLongAsSyncroLikes(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	_, err := s.Populate(fake.Population{Companies: 150, Contacts: 150, Tickets: 60, Seed: 3})
	require.NoError(t, err)
	for path, want := range map[string]int{"/customers?include_disabled=true": 100, "/contacts?page=2": 50, "/tickets?page=2": 25, "/tickets?page=3": 12} {
		_, answer := s.ask("GET", api+path, "")
		list := strings.Split(strings.TrimPrefix(path, "/"), "?")[0]
		require.Len(t, answer[list], want, path)
		meta := answer["meta"].(map[string]any)
		require.NotZero(t, meta["total_pages"])
		_, told := meta["total_entries"]
		require.Equal(t, list != "tickets", told, "not every list tells how many there are")
	}
	require.Empty(t, s.broke())
}

func TestAHundredThousandPeopleAreListedQuickly(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	began := time.Now()
	_, err := s.Populate(fake.Population{Companies: 1000, Contacts: 100_000, Seed: 1})
	require.NoError(t, err)
	t.Logf("populated in %v", time.Since(began))
	began = time.Now()
	for page := 1900; page < 2000; page++ {
		_, answer := s.ask("GET", api+"/contacts?page="+strconv.Itoa(page), "")
		require.Len(t, answer["contacts"], 50)
	}
	t.Logf("100 pages in %v", time.Since(began))
	changed, err := s.Change(1000)
	require.NoError(t, err)
	require.Len(t, changed, 1000)
	require.Empty(t, s.broke())
}

func TestWhatWasWrittenIsKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "syncro.jsonl")
	open := func() (*server, *fake.File) {
		file, err := fake.Open(path)
		require.NoError(t, err)
		return newServer(t, file), file
	}
	s, file := open()
	company, err := s.AddCompany("Harbor Dental")
	require.NoError(t, err)
	ada, err := s.AddContact(fake.Person{CompanyID: company, First: "Ada", Last: "Bauer", Email: "ada@harbor.example"})
	require.NoError(t, err)
	gone, err := s.AddContact(fake.Person{CompanyID: company, First: "Bilal"})
	require.NoError(t, err)
	require.NoError(t, s.DropContact(gone))
	require.NoError(t, s.EditContact(ada, fake.Person{CompanyID: company, First: "Ada", Last: "Ito", Mobile: "+14155550100"}))
	_, err = s.Populate(fake.Population{Companies: 2, Contacts: 30, Tickets: 5, Seed: 1})
	require.NoError(t, err)
	_, err = s.Change(4)
	require.NoError(t, err)
	_, answer := s.ask("POST", api+"/tickets", `{"customer_id":`+company+`,"contact_id":`+ada+`,"subject":"A call","comments_attributes":[{"subject":"Initial Issue","body":"x"}]}`)
	made := fmt.Sprintf("%.0f", answer["ticket"].(map[string]any)["id"])
	status, _ := s.ask("POST", api+"/tickets/"+made+"/comment", `{"subject":"x","body":"y","hidden":true}`)
	require.Equal(t, 200, status)
	status, _ = s.ask("DELETE", fmt.Sprintf("%s/tickets/%d", api, syncrotest.FirstTicket), "")
	require.Equal(t, 200, status)
	everything := func(s *server) []any {
		_, people := s.ask("GET", api+"/contacts", "")
		_, tickets := s.ask("GET", api+"/tickets", "")
		written, ok := s.Written(made)
		require.True(t, ok)
		require.Len(t, written.Notes, 2)
		return []any{people, tickets, written}
	}
	before := everything(s)
	require.Empty(t, s.broke())
	require.NoError(t, file.Close())
	s, file = open()
	defer func() { require.NoError(t, file.Close()) }()
	require.Equal(t, before, everything(s))
}

func TestWhoCannotBeAContact(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for want, p := range map[error]fake.Person{fake.ErrNoRecord: {CompanyID: "7", First: "Ada"}, syncrotest.ErrInactive: {First: "Ada", Inactive: true}} {
		_, err := s.AddContact(p)
		require.ErrorIs(t, err, want)
	}
	require.ErrorIs(t, s.DropContact("7"), fake.ErrNoRecord)
	require.ErrorIs(t, s.EditContact("7", fake.Person{}), fake.ErrNoRecord)
	require.Error(t, s.Deny("fly", true))
	require.Error(t, s.Deny("", true))
	_, err := s.Change(50)
	require.Error(t, err)
}
