package superopstest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/superops/superopstest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server is a fake that is asked without a network.
type server struct {
	*superopstest.Server
	t       *testing.T
	journal *fake.Journal
}

func newServer(t *testing.T, store fake.Store) *server {
	t.Helper()
	served, journal := contract.NewFake(t, fake.Setup{Store: store}, func(setup fake.Setup) (*superopstest.Server, error) {
		return superopstest.New(superopstest.Config{Setup: setup})
	})
	return &server{Server: served, t: t, journal: journal}
}

// post sends a body as a good client would; change makes it another's.
func (s *server) post(body string, change ...func(*http.Request)) (status int, answer map[string]any) {
	s.t.Helper()
	req := httptest.NewRequest(http.MethodPost, "/msp", strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+superopstest.Token)
	req.Header.Set("CustomerSubDomain", superopstest.Subdomain)
	req.Header.Set("Content-Type", "application/json")
	for _, one := range change {
		one(req)
	}
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, req)
	require.NoError(s.t, json.Unmarshal(recorder.Body.Bytes(), &answer))
	return recorder.Code, answer
}

// ask sends a document with its input.
func (s *server) ask(document string, input any) map[string]any {
	s.t.Helper()
	variables := map[string]any{}
	if input != nil {
		variables["input"] = input
	}
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	require.NoError(s.t, err)
	status, answer := s.post(string(body))
	require.Equal(s.t, http.StatusOK, status)
	return answer
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

// codeIn is the code of an answer's first error.
func codeIn(answer map[string]any) string {
	errors, _ := answer["errors"].([]any)
	if len(errors) == 0 {
		return ""
	}
	extensions, _ := errors[0].(map[string]any)["extensions"].(map[string]any)
	said, ok := extensions["clientError"].([]any)
	if !ok {
		return fmt.Sprint(extensions["classification"])
	}
	return fmt.Sprint(said[0].(map[string]any)["code"])
}

const (
	tickets = `query t($input: ListInfoInput!) { getTicketList(input: $input) { tickets { ticketId subject } listInfo { totalCount } } }`
	create  = `mutation m($input: CreateTicketInput!) { createTicket(input: $input) { ticketId } }`
)

func newTicket(change func(map[string]any)) map[string]any {
	input := map[string]any{
		"subject": "A call", "client": map[string]any{"accountId": superopstest.ClientNorthwind}, "source": "PHONE", "status": "Open", "requestType": "Incident",
	}
	change(input)
	return input
}

func TestAClientThatBreaksARuleIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	none := func(map[string]any) {}
	filter := func(attribute, operator string, value any) map[string]any {
		return map[string]any{"condition": map[string]any{"attribute": attribute, "operator": operator, "value": value}}
	}
	for _, c := range []struct {
		document string
		input    any
		code     string
		rule     string
	}{
		{`query {`, nil, "ValidationError", "document.syntax"},
		{`subscription { getStatusList { id } }`, nil, "ValidationError", "document.syntax"},
		{`query { getStatusList { ...F } }`, nil, "ValidationError", "document.syntax"},
		{`query { getMoonList { id } }`, nil, "ValidationError", "field.unknown"},
		{`mutation { getStatusList { id } }`, nil, "ValidationError", "field.unknown"},
		{`query { getStatusList { id colour } }`, nil, "ValidationError", "field.unknown"},
		{`query { getStatusList }`, nil, "ValidationError", "field.selection"},
		{`query { getStatusList { id { x } } }`, nil, "ValidationError", "field.selection"},
		{`query { getStatusList { id id } }`, nil, "ValidationError", "field.twice"},
		{`query { getStatusList(page: 1) { id } }`, nil, "ValidationError", "argument.unknown"},
		{`query { getTicketList { tickets { ticketId } } }`, nil, "ValidationError", "argument.missing"},
		{`query t($input: ListInfoInput) { getTicketList(input: $input) { tickets { ticketId } } }`, map[string]any{}, "ValidationError", "variable.type"},
		{`query t($input: Moon!) { getTicketList(input: $input) { tickets { ticketId } } }`, map[string]any{}, "ValidationError", "variable.type"},
		{`query t($input: ListInfoInput!) { getStatusList { id } }`, map[string]any{}, "ValidationError", "variable.unused"},
		{`query t { getTicketList(input: $input) { tickets { ticketId } } }`, nil, "ValidationError", "variable.undeclared"},
		{`query { getStatusList { id } }`, map[string]any{}, "ValidationError", "variable.unknown"},
		{tickets, nil, "ValidationError", "input.required"},
		{tickets, map[string]any{"size": 3}, "ValidationError", "input.unknown"},
		{tickets, map[string]any{"page": "1"}, "ValidationError", "input.type"},
		{tickets, map[string]any{"page": 1.5}, "ValidationError", "input.type"},
		{tickets, map[string]any{"sort": []any{map[string]any{"attribute": "subject", "order": "UP"}}}, "ValidationError", "input.enum"},
		{tickets, map[string]any{"page": 0}, "value_pattern_validation_failed", "value.page"},
		{tickets, map[string]any{"pageSize": 101}, "value_pattern_validation_failed", "value.pageSize"},
		{tickets, filter("colour", "is", "x"), "referred_value_does_not_exist", "value.attribute"},
		{tickets, filter("client", "is", "x"), "referred_value_does_not_exist", "value.attribute"},
		{tickets, filter("client.colour", "is", "x"), "referred_value_does_not_exist", "value.attribute"},
		{tickets, filter("subject", "is not", "x"), "referred_value_does_not_exist", "value.operator"},
		{tickets, filter("status", "includes", "x"), "type_validation_failed", "value.value"},
		{tickets, map[string]any{"condition": map[string]any{"joinOperator": "NOR", "operands": []any{}}}, "value_pattern_validation_failed", "value.joinOperator"},
		{tickets, map[string]any{"sort": []any{map[string]any{"attribute": "colour"}}}, "referred_value_does_not_exist", "value.sort"},
		{create, newTicket(func(i map[string]any) { delete(i, "source") }), "ValidationError", "input.required"},
		{create, newTicket(func(i map[string]any) { i["source"] = "PIGEON" }), "ValidationError", "input.enum"},
		{create, newTicket(func(i map[string]any) { i["summary"] = "x" }), "ValidationError", "input.unknown"},
		{create, newTicket(func(i map[string]any) { i["client"] = superopstest.ClientNorthwind }), "ValidationError", "input.type"},
		{create, newTicket(func(i map[string]any) { delete(i, "status") }), "mandatory_validation_failed", "value.status"},
		{create, newTicket(func(i map[string]any) { delete(i, "requestType") }), "mandatory_validation_failed", "value.requestType"},
		{create, newTicket(func(i map[string]any) { i["subject"] = strings.Repeat("x", 256) }), "value_length_exceeds_limit", "value.subject"},
		{create, newTicket(func(i map[string]any) { i["subject"] = "two\nlines" }), "value_pattern_validation_failed", "value.subject"},
		// What only SuperOps can know is refused, and no violation.
		{create, newTicket(func(i map[string]any) { i["status"] = "Nowhere" }), "referred_value_does_not_exist", ""},
		{create, newTicket(func(i map[string]any) { i["client"] = map[string]any{"accountId": "7"} }), "referred_value_does_not_exist", ""},
		{create, newTicket(func(i map[string]any) { i["category"], i["subcategory"] = "Network", "Password" }), "dependent_validation_failed", ""},
		{`query t($input: TicketIdentifierInput!) { getTicket(input: $input) { ticketId } }`, map[string]any{"ticketId": "7"}, "entity_does_not_exist", ""},
		{create, newTicket(none), "", ""},
		{`{ getStatusList { id name } }`, nil, "", ""},
		{`query { a: getStatusList { id } b: getPriorityList { called: name } }`, nil, "", ""},
		{`query { getTicket(input: { ticketId: "` + superopstest.FirstTicket + `" }) { subject } } # a literal`, nil, "", ""},
	} {
		answer := s.ask(c.document, c.input)
		require.Equal(t, c.code, codeIn(answer), "%s %v: %v", c.document, c.input, answer)
		want := []string{}
		if c.rule != "" {
			want = []string{c.rule}
		}
		require.Equal(t, want, s.broke(), "%s %v", c.document, c.input)
	}
}

func TestWhoMayAsk(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	const body = `{"query":"{ getStatusList { id } }"}`
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for _, c := range []struct {
		change func(*http.Request)
		status int
		rule   string
	}{
		{header("Authorization", ""), 401, "auth"}, {header("Authorization", "Basic x"), 401, "auth"}, {header("Authorization", "Bearer wrong"), 401, ""},
		{header("CustomerSubDomain", ""), 400, "subdomain"}, {header("CustomerSubDomain", "nobody"), 400, ""},
		{header("Content-Type", "text/plain"), 415, "content_type"}, {func(r *http.Request) { r.Method = http.MethodGet }, 405, "method"},
		{func(r *http.Request) { r.URL.Path = "/it" }, 404, "path"}, {func(r *http.Request) { r.URL.RawQuery = "x=1" }, 404, "path"},
		{func(*http.Request) {}, 200, ""},
	} {
		status, _ := s.post(body, c.change)
		require.Equal(t, c.status, status)
		want := []string{}
		if c.rule != "" {
			want = []string{c.rule}
		}
		require.Equal(t, want, s.broke())
	}
	for _, body := range []string{``, `[]`, `{"query":7}`, `nonsense`} {
		_, answer := s.post(body)
		require.Equal(t, "ValidationError", codeIn(answer), body)
	}
	s.Revoke(true)
	status, _ := s.post(body)
	require.Equal(t, 401, status)
}

func TestConditions(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	one := func(attribute, operator string, value any) map[string]any {
		return map[string]any{"attribute": attribute, "operator": operator, "value": value}
	}
	both := func(with string, operands ...any) map[string]any {
		return map[string]any{"joinOperator": with, "operands": operands}
	}
	outlook, laptop := one("subject", "startsWith", "outlook"), one("subject", "endsWith", "DESK")
	for _, c := range []struct {
		condition map[string]any
		found     int
	}{
		{outlook, 1}, {laptop, 1}, {both("AND", outlook, laptop), 0}, {both("OR", outlook, laptop), 2}, {one("subject", "contains", "a"), 2},
		{one("subject", "notContains", "laptop"), 1}, {one("status", "is", "open"), 1}, {one("status", "isNot", "Open"), 1}, {one("status", "includes", []any{"Open", "Closed"}), 1},
		{one("status", "notIncludes", []any{"Open"}), 1}, {one("category", "isEmpty", nil), 2}, {one("category", "isNotEmpty", nil), 0},
		{one("createdTime", "after", "2026-01-01T00:00:00"), 2}, {one("createdTime", "before", "2026-01-01T00:00:00"), 0},
		{one("client.accountId", "is", superopstest.ClientNorthwind), 2}, {one("requester.userId", "is", "7"), 0},
	} {
		answer := s.ask(tickets, map[string]any{"page": 1, "pageSize": 10, "condition": c.condition})
		list, _ := answer["data"].(map[string]any)["getTicketList"].(map[string]any)
		require.Len(t, list["tickets"], c.found, "%v", c.condition)
		require.EqualValues(t, c.found, list["listInfo"].(map[string]any)["totalCount"])
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
	for page := 900; page < 1000; page++ {
		answer := s.ask(`query u($input: GetClientUserListInput!) { getClientUserList(input: $input) { userList { userId name } } }`,
			map[string]any{"listInfo": map[string]any{"page": page, "pageSize": 100}})
		require.Len(t, answer["data"].(map[string]any)["getClientUserList"].(map[string]any)["userList"], 100)
	}
	t.Logf("100 pages in %v", time.Since(began))
	_, err = s.Change(1000)
	require.NoError(t, err)
	require.Empty(t, s.broke())
}

func TestWhatWasWrittenIsKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "superops.jsonl")
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
	gone, err := s.AddContact(fake.Person{CompanyID: company, First: "Bilal", Email: "bilal@harbor.example"})
	require.NoError(t, err)
	require.NoError(t, s.DropContact(gone))
	require.NoError(t, s.EditContact(ada, fake.Person{CompanyID: company, First: "Ada", Last: "Ito", Email: "ada@harbor.example", Mobile: "+14155550100"}))
	_, err = s.Populate(fake.Population{Companies: 2, Contacts: 30, Tickets: 5, Seed: 1})
	require.NoError(t, err)
	_, err = s.Change(4)
	require.NoError(t, err)
	made := s.ask(create, newTicket(func(map[string]any) {}))["data"].(map[string]any)["createTicket"].(map[string]any)["ticketId"].(string)
	s.ask(`mutation n($input: CreateTicketNoteInput!) { createTicketNote(input: $input) { noteId } }`,
		map[string]any{"ticket": map[string]any{"ticketId": made}, "content": "x"})
	everybody := func(s *server) map[string]any {
		return s.ask(`query u($input: GetClientUserListInput!) { getClientUserList(input: $input) { userList { userId name client customFields } listInfo { totalCount } } }`, map[string]any{})
	}
	before, written := everybody(s), first(s.Written(made))
	require.Len(t, written.Notes, 1)
	require.Empty(t, s.broke())
	require.NoError(t, file.Close())
	s, file = open()
	defer func() { require.NoError(t, file.Close()) }()
	require.Equal(t, before, everybody(s))
	require.Equal(t, written, first(s.Written(made)))
	next, err := s.Change(4)
	require.NoError(t, err)
	require.Len(t, next, 4)
}

func first(w fake.Written, _ bool) fake.Written { return w }

func TestWhoCannotBeARequester(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for want, p := range map[error]fake.Person{
		fake.ErrNoRecord: {CompanyID: "7", First: "Ada", Email: "a@x.example"}, superopstest.ErrNoEmail: {First: "Ada"},
		superopstest.ErrInactive: {First: "Ada", Email: "a@x.example", Inactive: true},
	} {
		_, err := s.AddContact(p)
		require.ErrorIs(t, err, want)
	}
	_, err := s.AddContact(fake.Person{First: "Ana", Email: "ANA.TORRES@northwind.example"})
	require.ErrorIs(t, err, superopstest.ErrNoEmail, "another requester has it")
	require.ErrorIs(t, s.DropContact("7"), fake.ErrNoRecord)
	require.ErrorIs(t, s.EditContact("7", fake.Person{}), fake.ErrNoRecord)
	require.Error(t, s.Deny("fly", true))
}
