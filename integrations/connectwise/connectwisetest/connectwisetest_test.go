package connectwisetest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const api = "/v2026_4/apis/3.0"

// server is a fake that is asked without a network.
type server struct {
	*connectwisetest.Server
	t       *testing.T
	journal *fake.Journal
}

func newServer(t *testing.T, store fake.Store) *server {
	t.Helper()
	served, journal := contract.NewFake(t, fake.Setup{Store: store}, func(setup fake.Setup) (*connectwisetest.Server, error) {
		return connectwisetest.New(connectwisetest.Config{Setup: setup})
	})
	return &server{Server: served, t: t, journal: journal}
}

// ask sends a request as a good client would; change makes it another's.
func (s *server) ask(method, path, body string, change ...func(*http.Request)) *http.Response {
	s.t.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.SetBasicAuth(connectwisetest.Company+"+"+connectwisetest.PublicKey, connectwisetest.PrivateKey)
	req.Header.Set("clientId", connectwisetest.ClientID)
	req.Header.Set("Accept", "application/vnd.connectwise.com+json; version=2026.4")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, one := range change {
		one(req)
	}
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, req)
	return recorder.Result()
}

// rows reads a list.
func (s *server) rows(path, query string, change ...func(*http.Request)) (rows []map[string]any, resp *http.Response) {
	s.t.Helper()
	resp = s.ask(http.MethodGet, api+path+"?"+query, "", change...)
	body, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	require.Equal(s.t, http.StatusOK, resp.StatusCode, string(body))
	require.NoError(s.t, json.Unmarshal(body, &rows), string(body))
	return rows, resp
}

func conditions(text string) string { return url.Values{"conditions": {text}}.Encode() }

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

func TestCompanyInfo(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for company, want := range map[string]string{"sandbox": `"Codebase":"v2026_4/"`, "SANDBOX": `"Codebase"`, "nobody": "null"} {
		resp := s.ask(http.MethodGet, "/login/companyinfo/"+company, "", func(r *http.Request) { r.Header = http.Header{} })
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.Contains(t, string(body), want)
	}
	require.Empty(t, s.broke())
}

func TestAClientThatBreaksARuleIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	const tickets, one = api + "/service/tickets", api + "/service/tickets/48190"
	const people, person, callbacks = api + "/company/contacts", api + "/company/contacts/201", api + "/system/callbacks"
	for _, c := range []struct {
		method, path, body string
		change             func(*http.Request)
		status             int
		rule               string
	}{
		{"GET", tickets, "", func(r *http.Request) { r.Header.Del("Authorization") }, 401, "auth"},
		{"GET", tickets, "", func(r *http.Request) { r.SetBasicAuth("public", "private") }, 401, "auth"},
		{"GET", tickets, "", header("clientId", ""), 401, "client_id"},
		{"GET", tickets, "", header("Accept", "application/vnd.connectwise.com+json; version=tomorrow"), 406, "accept"},
		{"GET", "/v1999_1/apis/3.0/service/tickets", "", nil, 404, "codebase"},
		{"GET", "/elsewhere", "", nil, 404, "path"},
		{"GET", api + "/service/rockets", "", nil, 404, "path"},
		{"PUT", tickets, "{}", nil, 405, "method"},
		{"POST", api + "/service/boards", "{}", nil, 405, "method"},
		{"GET", tickets + "?limit=1", "", nil, 400, "unknown_parameter"},
		{"GET", tickets + "?page=1&page=2", "", nil, 400, "repeated_parameter"},
		{"GET", tickets + "?pageSize=1001", "", nil, 400, "paging"},
		{"GET", tickets + "?page=0", "", nil, 400, "paging"},
		{"GET", tickets + "?orderBy=id%20sideways", "", nil, 400, "order_by"},
		{"GET", tickets + "?orderBy=rocket", "", nil, 400, "order_by"},
		{"GET", tickets + "?fields=rocket", "", nil, 400, "fields"},
		{"GET", tickets + "?childConditions=x", "", nil, 400, "unserved.childConditions"},
		{"GET", tickets + "?" + conditions("closedFlag=0"), "", nil, 400, "conditions"},
		{"POST", tickets, "summary=x", header("Content-Type", "application/x-www-form-urlencoded"), 415, "content_type"},
		{"POST", tickets, "[]", nil, 400, "json"},
		{"PATCH", person, `[{"op":"move","path":"title","value":"x"}]`, nil, 400, "patch.op"},
		{"PATCH", person, `[{"op":"replace","path":"rocket","value":"x"}]`, nil, 400, "unknown_field.rocket"},
		{"POST", tickets, `{"company":{"id":2}}`, nil, 400, "required.summary"},
		{"POST", tickets, `{"summary":"x"}`, nil, 400, "required.company"},
		{"POST", tickets, `{"summary":"x","company":{"id":2},"rocket":1}`, nil, 400, "unknown_field.rocket"},
		{"POST", tickets, `{"summary":"x","company":{"id":2},"id":7}`, nil, 400, "read_only.id"},
		{"POST", tickets, `{"summary":"` + strings.Repeat("é", 101) + `","company":{"id":2}}`, nil, 400, "grammar.summary"},
		{"POST", tickets, `{"summary":7,"company":{"id":2}}`, nil, 400, "grammar.summary"},
		{"POST", tickets, `{"summary":"x","company":2}`, nil, 400, "grammar.company"},
		{"POST", tickets, `{"summary":"x","company":{"id":"2"}}`, nil, 400, "grammar.company"},
		{"POST", tickets, `{"summary":"x","company":{"key":2}}`, nil, 400, "grammar.company"},
		{"POST", tickets, `{"summary":"x","company":{"id":2},"impact":"Huge"}`, nil, 400, "grammar.impact"},
		{"POST", tickets, `{"summary":"x","company":{"id":2},"closedFlag":"no"}`, nil, 400, "grammar.closedFlag"},
		{"POST", tickets, `{"summary":"x","company":{"id":2},"requiredDate":"tomorrow"}`, nil, 400, "grammar.requiredDate"},
		{"POST", tickets, `{"summary":"x","company":{"id":2},"customFields":{}}`, nil, 400, "grammar.customFields"},
		{"POST", tickets, `{"summary":"x","company":{"id":999}}`, nil, 400, "reference.company"},
		{"POST", tickets, `{"summary":"x","company":{"id":2},"board":{"name":"Moon"}}`, nil, 400, "reference.board"},
		{"PATCH", one, `{"op":"replace","path":"status","value":{"id":12}}`, nil, 400, "json"},
		{"PATCH", one, `[{"op":"Replace","path":"status","value":{"id":12}}]`, nil, 400, "patch.op"},
		{"PATCH", one, `[{"op":"replace","path":"status"}]`, nil, 400, "patch.value"},
		{"PATCH", one, `[{"op":"replace","path":"rocket","value":1}]`, nil, 400, "unknown_field.rocket"},
		{"PATCH", one, `[{"op":"replace","path":"status","value":{"id":99}}]`, nil, 400, "reference.status"},
		{"PATCH", one, `[]`, header("Content-Type", "application/json-patch+json"), 415, "content_type"},
		{"POST", one + "/notes", `{"detailDescriptionFlag":true}`, nil, 400, "required.text"},
		{"POST", one + "/notes", `{"text":"x"}`, nil, 400, "note.flags"},
		{"POST", one + "/notes", `{"text":"x","noteType":"internal"}`, nil, 400, "unknown_field.noteType"},
		{"POST", one + "/notes", `{"text":"x","createdBy":"me"}`, nil, 400, "read_only.createdBy"},
		{"POST", api + "/system/documents", `{}`, nil, 415, "content_type"},
		{"GET", api + "/system/documents", "", nil, 400, "document.record"},
		{"GET", people + "?pageId=x", "", nil, 400, "paging"},
		{"PATCH", person + "/communications/2011", `[{"op":"replace","path":"number","value":"+14155550100"}]`, nil, 400, "unknown_field.number"},
		{"POST", callbacks, `{"url":"https://x.example","type":"contact","level":"owner"}`, nil, 400, "required.objectId"},
		{"POST", callbacks, `{"url":"x","type":"contact","level":"owner","objectId":1}`, nil, 400, "callback.url"},
		{"POST", callbacks, `{"url":"https://x.example","type":"person","level":"owner","objectId":1}`, nil, 400, "callback.type"},
		{"POST", callbacks, `{"url":"https://x.example","type":"contact","level":"everybody","objectId":1}`, nil, 400, "callback.level"},
		{"POST", callbacks, `{"url":"https://x.example","type":"contact","level":"owner","objectId":0}`, nil, 400, "callback.objectId"},
		{"POST", callbacks, `{"url":"https://x.example","type":"contact","level":"owner","objectId":1,"secret":"x"}`, nil, 400, "unknown_field.secret"},
	} {
		change := c.change
		if change == nil {
			change = func(*http.Request) {}
		}
		resp := s.ask(c.method, c.path, c.body, change)
		require.Equal(t, c.status, resp.StatusCode, "%s %s %s", c.method, c.path, c.body)
		var said struct{ Code, Message string }
		require.NoError(t, json.NewDecoder(resp.Body).Decode(&said))
		require.NotEmpty(t, said.Code+said.Message)
		require.Equal(t, []string{c.rule}, s.broke(), "%s %s %s", c.method, c.path, c.body)
	}
}

func TestAPersonsMistakeIsNoViolation(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for name, change := range map[string]func(*http.Request){
		"keys":      func(r *http.Request) { r.SetBasicAuth("sandbox+other", "other") },
		"client id": func(r *http.Request) { r.Header.Set("clientId", "other") },
	} {
		require.Equal(t, http.StatusUnauthorized, s.ask(http.MethodGet, api+"/system/info", "", change).StatusCode, name)
	}
	for _, path := range []string{"/service/tickets/7", "/service/tickets/7/notes", "/service/boards/7", "/service/boards/7/statuses", "/company/contacts/7"} {
		require.Equal(t, http.StatusNotFound, s.ask(http.MethodGet, api+path, "").StatusCode, path)
	}
	require.Empty(t, s.broke())
}

func TestConditions(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for _, c := range []struct {
		conditions string
		want       int // of the two tickets of the start
	}{
		{`id=48190`, 1}, {`id!=48190`, 1}, {`id>48190`, 1}, {`id>=48190`, 2}, {`id<48190`, 0}, {`id<=48190`, 1}, {`id in (48190, 48191)`, 2}, {`id not in (48190)`, 1},
		{`closedFlag=false`, 2}, {`closedFlag = True`, 0}, {`not closedFlag=true`, 2}, {`company/id=19 and status/name="New"`, 1},
		{`company/name like "north%"`, 2}, {`company/name not like "north%"`, 0}, {`summary contains "laptop"`, 1}, {`summary not contains "laptop"`, 1},
		{`(summary contains 'laptop' or summary contains 'OUTLOOK') and company/identifier='northwind'`, 2},
		{`summary contains "laptop" or id=48190 and closedFlag=true`, 1}, {`lastUpdated>[2026-01-01T00:00:00Z]`, 2}, {`dateEntered<[2026-01-01T00:00:00Z]`, 0},
		{`externalXRef=null`, 2}, {`externalXRef!=null`, 0}, {`owner=null`, 2}, {`summary="it's \"x\" \\"`, 0}, {`summary="]"`, 0},
	} {
		rows, _ := s.rows("/service/tickets", conditions(c.conditions))
		require.Len(t, rows, c.want, c.conditions)
	}
	require.Empty(t, s.broke())
}

func TestBadConditionsAreRefusedInConnectWisesWords(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for given, want := range map[string]string{
		`closedFlag=1`:               "Expected a boolean value, not a numeric. String values should be enclosed with double or single quotes;",
		`id="7"`:                     "Expected a numeric value, not a string.",
		`summary=7`:                  "Expected a string value, not a numeric.",
		`lastUpdated>"2026-01-01"`:   "Expected a DateTime value, not a string.",
		`summary=printer`:            "is not a value",
		`summary="open`:              "not closed",
		`lastUpdated>[2026-01-01`:    "not closed",
		`lastUpdated>[yesterday]`:    "is not a DateTime value",
		`rocket=1`:                   "rocket is not a field",
		`board/rocket=1`:             "board/rocket is not a field",
		`summary/id=1`:               "summary/id is not a field",
		`id`:                         "is not an operator",
		`id~7`:                       "Unexpected character",
		`id=7 closedFlag=false`:      "Unexpected",
		`(id=7`:                      "parenthesis",
		`id in 7`:                    "in takes a list",
		`id in (7 8)`:                "separated by commas",
		`id like "7"`:                "compares strings",
		`summary like 7`:             "takes a string",
		`and id=7`:                   "",
		strings.Repeat("(", 40):      "nested too deep",
		strings.Repeat("not ", 4000): "nested too deep",
	} {
		resp := s.ask(http.MethodGet, api+"/service/tickets?"+conditions(given), "")
		require.Equal(t, http.StatusBadRequest, resp.StatusCode, given)
		var said struct{ Message string }
		require.NoError(t, json.NewDecoder(resp.Body).Decode(&said))
		require.Contains(t, said.Message, want, given)
		require.Equal(t, []string{"conditions"}, s.broke(), given)
	}
}

func TestPagesAreLinked(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	_, err := s.Populate(fake.Population{Companies: 30, Contacts: 100, Tickets: 10, Seed: 7})
	require.NoError(t, err)
	rows, resp := s.rows("/company/contacts", "")
	require.Len(t, rows, 25, "the usual size")
	require.Equal(t, `<http://example.com`+api+`/company/contacts?page=2&pageSize=25>; rel="next", <http://example.com`+api+`/company/contacts?page=5&pageSize=25>; rel="last"`, resp.Header.Get("Link"))
	seen := map[any]bool{}
	next, pages := "orderBy=id%20desc&pageSize=40&fields=id", 0
	last := regexp.MustCompile(`<[^?]*\?([^>]*)>; rel="next"`)
	for next != "" {
		rows, resp = s.rows("/company/contacts", next)
		for _, row := range rows {
			require.Len(t, row, 1, "only what was asked for")
			require.False(t, seen[row["id"]])
			seen[row["id"]] = true
		}
		next, pages = "", pages+1
		if found := last.FindStringSubmatch(resp.Header.Get("Link")); found != nil {
			next = found[1]
		}
	}
	require.Equal(t, 3, pages)
	require.Len(t, seen, 101)

	forward := func(r *http.Request) { r.Header.Set("pagination-type", "forward-only") }
	after, count := "0", 0
	for after != "" {
		rows, resp = s.rows("/company/contacts", "pageSize=60&pageId="+after, forward)
		count += len(rows)
		after = ""
		if found := regexp.MustCompile(`pageId=([0-9]+)`).FindStringSubmatch(resp.Header.Get("Link")); found != nil {
			after = found[1]
		}
	}
	require.Equal(t, 101, count)
	var counted struct{ Count int }
	require.NoError(t, json.NewDecoder(s.ask(http.MethodGet, api+"/company/contacts/count", "").Body).Decode(&counted))
	require.Equal(t, 101, counted.Count)
	require.Empty(t, s.broke())
}

func TestTheListsAroundTickets(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for path, want := range map[string]int{
		"/service/boards": 1, "/service/boards/1/statuses": 4, "/service/boards/1/types": 2, "/service/priorities": 4, "/service/sources": 3,
		"/company/companies": 2, "/company/companies/statuses": 2, "/company/contacts": 1,
		"/service/boards/1/subtypes": 2, "/service/boards/1/items": 2, "/service/boards/1/typeSubTypeItemAssociations": 3,
		"/system/callbacks": 0,
		"/service/tickets":  2, "/service/tickets/48190/notes": 1,
	} {
		rows, _ := s.rows(path, "")
		require.Len(t, rows, want, path)
		require.Equal(t, http.StatusOK, s.ask(http.MethodGet, api+path+"/count", "").StatusCode, path)
	}
	for _, path := range []string{"/service/boards/1", "/company/companies/2", "/company/contacts/201", "/company/companies/statuses/1", "/system/info"} {
		require.Equal(t, http.StatusOK, s.ask(http.MethodGet, api+path, "").StatusCode, path)
	}
	rows, _ := s.rows("/service/boards/1/statuses", conditions(`closedStatus=true`))
	require.Equal(t, "Closed", rows[0]["name"])
	require.Equal(t, http.StatusOK, s.ask(http.MethodGet, "/v4_6_release/apis/3.0/system/info", "").StatusCode, "by the name that every release has")
	require.Empty(t, s.broke())
}

func TestATicketLivesAndGoes(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	resp := s.ask(http.MethodPost, api+"/service/tickets",
		`{"summary":"x","company":{"identifier":"catchall"},"initialDescription":"d","initialInternalAnalysis":"i","initialResolution":"r","owner":{"identifier":"SRivera"}}`)
	require.Equal(t, http.StatusCreated, resp.StatusCode)
	var made struct {
		ID                 int
		Status             struct{ ID int }
		Owner              struct{ Name string }
		InitialDescription *string
	}
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&made))
	require.Equal(t, connectwisetest.StatusNew, made.Status.ID)
	require.Equal(t, "Sam Rivera", made.Owner.Name)
	require.Nil(t, made.InitialDescription, "taken and not shown")
	path := fmt.Sprintf("%s/service/tickets/%d", api, made.ID)
	written, ok := s.Record(made.ID)
	require.True(t, ok)
	require.Len(t, written.Notes, 3)

	patch := `[{"op":"replace","path":"status/id","value":14},{"op":"add","path":"/poNumber","value":"7"},{"op":"remove","path":"owner"}]`
	require.Equal(t, http.StatusOK, s.ask(http.MethodPatch, path, patch).StatusCode)
	written, _ = s.Record(made.ID)
	require.Equal(t, true, written.Ticket["closedFlag"])
	require.Equal(t, "7", written.Ticket["poNumber"])
	require.Nil(t, written.Ticket["owner"])

	require.Equal(t, http.StatusNoContent, s.ask(http.MethodDelete, path, "").StatusCode)
	require.Equal(t, http.StatusNotFound, s.ask(http.MethodGet, path, "").StatusCode)
	require.Equal(t, http.StatusNotFound, s.ask(http.MethodDelete, path, "").StatusCode)
	require.Empty(t, s.broke())
}

func TestDocumentsAreReadStrictly(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	post := func(fields map[string]string, file bool) int {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for name, value := range fields {
			require.NoError(t, form.WriteField(name, value))
		}
		if file {
			part, err := form.CreateFormFile("file", "a.txt")
			require.NoError(t, err)
			_, err = part.Write([]byte("hello"))
			require.NoError(t, err)
		}
		require.NoError(t, form.Close())
		return s.ask(http.MethodPost, api+"/system/documents", body.String(), func(r *http.Request) { r.Header.Set("Content-Type", form.FormDataContentType()) }).StatusCode
	}
	good := map[string]string{"recordType": "Ticket", "recordId": "48190", "Title": "t", "PrivateFlag": "True"}
	require.Equal(t, http.StatusCreated, post(good, true))
	require.Empty(t, s.broke())
	rows, _ := s.rows("/system/documents", "recordType=Ticket&recordId=48190")
	require.Len(t, rows, 1)
	require.NotContains(t, rows[0], "_sha256")
	require.Equal(t, false, rows[0]["publicFlag"])
	with := func(name, value string) map[string]string {
		out := map[string]string{}
		for key, held := range good {
			out[key] = held
		}
		out[name] = value
		return out
	}
	require.Equal(t, http.StatusNotFound, post(with("recordId", "7"), true))
	require.Empty(t, s.broke())
	require.Equal(t, http.StatusBadRequest, post(good, false))
	require.Equal(t, http.StatusBadRequest, post(with("recordType", "Rocket"), true))
	require.Equal(t, http.StatusBadRequest, post(with("recordId", "x"), true))
	require.Equal(t, http.StatusBadRequest, post(with("Title", ""), true))
	require.Equal(t, http.StatusBadRequest, post(with("rocket", "1"), true))
	require.Equal(t, []string{"document.file", "document.recordType", "document.recordId", "document.title", "document.rocket"}, s.broke())
}

func TestAFakeThatComesBackRemembers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "connectwise.jsonl")
	open := func() (*server, *fake.File) {
		file, err := fake.Open(path)
		require.NoError(t, err)
		return newServer(t, file), file
	}
	s, file := open()
	made, err := s.Populate(fake.Population{Companies: 2, Contacts: 5, Tickets: 3, Seed: 1})
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, s.ask(http.MethodPost, api+"/service/tickets", `{"summary":"x","company":{"id":2},"initialDescription":"d"}`).StatusCode)
	last, err := strconv.Atoi(made.Tickets.Last)
	require.NoError(t, err)
	id := last + 1
	notes := fmt.Sprintf("%s/service/tickets/%d/notes", api, id)
	require.Equal(t, http.StatusCreated, s.ask(http.MethodPost, notes, `{"text":"n","internalAnalysisFlag":true}`).StatusCode)
	require.Equal(t, http.StatusOK, s.ask(http.MethodPatch, fmt.Sprintf("%s/service/tickets/%d", api, id), `[{"op":"replace","path":"status","value":{"id":13}}]`).StatusCode)
	require.Equal(t, http.StatusNoContent, s.ask(http.MethodDelete, api+"/service/tickets/48191", "").StatusCode)
	before, ok := s.Record(id)
	require.True(t, ok)
	all, _ := s.rows("/service/tickets", "pageSize=100")
	people, _ := s.rows("/company/contacts", "pageSize=100")
	require.NoError(t, file.Close())

	s, file = open()
	after, ok := s.Record(id)
	require.True(t, ok)
	require.Equal(t, before, after)
	again, _ := s.rows("/service/tickets", "pageSize=100")
	require.Equal(t, all, again)
	again, _ = s.rows("/company/contacts", "pageSize=100")
	require.Equal(t, people, again)
	require.Equal(t, http.StatusCreated, s.ask(http.MethodPost, notes, `{"text":"n2","internalAnalysisFlag":true}`).StatusCode)
	after, _ = s.Record(id)
	require.Greater(t, after.Notes[2]["id"], before.Notes[1]["id"], "ids go on")
	require.NoError(t, file.Close())
}

func TestAPopulationIsTheSameForASeed(t *testing.T) {
	t.Parallel()
	asked := fake.Population{Companies: 20, Contacts: 200, Tickets: 50, Seed: 42}
	one, other := newServer(t, nil), newServer(t, nil)
	first, err := one.Populate(asked)
	require.NoError(t, err)
	again, err := one.Populate(asked)
	require.NoError(t, err)
	require.Equal(t, first, again, "the same again adds nothing")
	_, err = other.Populate(asked)
	require.NoError(t, err)
	for _, path := range []string{"/company/companies", "/company/contacts", "/service/tickets"} {
		left, _ := one.rows(path, "pageSize=1000")
		right, _ := other.rows(path, "pageSize=1000")
		require.Equal(t, left, right, path)
	}
	asked.Seed = 43
	second, err := one.Populate(asked)
	require.NoError(t, err)
	from, err := strconv.Atoi(second.Contacts.First)
	require.NoError(t, err)
	require.Equal(t, first.Contacts.Last, strconv.Itoa(from-1))
	numbers := map[any]bool{}
	people, _ := one.rows("/company/contacts", "pageSize=1000")
	for _, person := range people {
		if number := person["defaultPhoneNbr"]; number != nil {
			require.False(t, numbers[number], "a number of its own")
			require.Regexp(t, `^\+1[2-9][0-9]{2}555[0-9]{4}$`, number)
			numbers[number] = true
		}
	}
	for _, wrong := range []fake.Population{{Contacts: 1}, {Companies: -1}, {Companies: 5000}, {Companies: 1, Contacts: 1_000_000}, {Companies: 1, Tickets: 1_000_000}} {
		_, err := one.Populate(wrong)
		require.ErrorIs(t, err, fake.ErrPopulation)
	}
}

func TestTheTicketsPageIsSafe(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	require.Equal(t, http.StatusCreated, s.ask(http.MethodPost, api+"/service/tickets/48190/notes", `{"text":"<script>alert(1)</script>","internalAnalysisFlag":true}`).StatusCode)
	const page = "/v4_6_release/services/system_io/router/openrecord.rails?recid="
	resp := s.ask(http.MethodGet, page+"48190", "")
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Contains(t, string(body), "&lt;script&gt;")
	require.NotContains(t, string(body), "<script>")
	require.Contains(t, resp.Header.Get("Content-Security-Policy"), "default-src 'none'")
	require.Equal(t, http.StatusNotFound, s.ask(http.MethodGet, page+"7", "").StatusCode)
	require.Empty(t, s.broke())
}
