package kaseyabmstest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/kaseyabms/kaseyabmstest"
)

// caller asks a fake as a client does.
type caller struct {
	*testing.T
	fake    *kaseyabmstest.Server
	journal *fake.Journal
	token   string
}

func newCaller(t *testing.T, store fake.Store) *caller {
	t.Helper()
	served, journal := contract.NewFake(t, fake.Setup{Store: store}, func(setup fake.Setup) (*kaseyabmstest.Server, error) {
		return kaseyabmstest.New(kaseyabmstest.Config{Setup: setup})
	})
	c := &caller{T: t, fake: served, journal: journal}
	form := url.Values{"GrantType": {"password"}, "UserName": {kaseyabmstest.UserName}, "Password": {kaseyabmstest.Password}, "Tenant": {kaseyabmstest.Tenant}}
	said := c.asks(http.MethodPost, "/v2/security/authenticate", form.Encode(), "application/x-www-form-urlencoded")
	require.True(t, said.Success)
	var result struct{ AccessToken string }
	require.NoError(t, json.Unmarshal(said.Result, &result))
	c.token = result.AccessToken
	return c
}

type said struct {
	status       int
	Success      bool
	Error        *struct{ Code int }
	Result       json.RawMessage
	TotalRecords int
}

func (c *caller) asks(method, path, body, kind string) said {
	c.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	recorder := httptest.NewRecorder()
	c.fake.ServeHTTP(recorder, req)
	out := said{status: recorder.Code}
	if recorder.Body.Len() > 0 && strings.HasPrefix(recorder.Header().Get("Content-Type"), "application/json") {
		require.NoError(c, json.Unmarshal(recorder.Body.Bytes(), &out))
	}
	return out
}

func (c *caller) json(method, path, body string) said {
	c.Helper()
	return c.asks(method, path, body, "application/json")
}

const whole = `{"title":"A call","DETAILS":"x","AccountId":1001,"LocationId":10012,"StatusId":21,"PriorityId":32,"TypeId":41,"SourceId":52,"QueueId":11,"OpenDate":"2026-03-02T14:30:00"}`

func TestWhatIsWrongIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	c := newCaller(t, fake.NullStore{})
	_, err := c.fake.AddCompany("Harbor Dental")
	require.NoError(t, err)
	require.True(t, c.json("POST", "/v2/servicedesk/tickets", whole).Success, "names go by any case")
	ticket := "/v2/servicedesk/tickets/" + strconv.Itoa(kaseyabmstest.FirstTicket)
	require.True(t, c.json("PATCH", ticket, `[{"op":"replace","path":"/StatusId","value":25}]`).Success)
	require.Empty(t, c.journal.Violations())
	for _, one := range []struct{ method, path, body, rule string }{
		{"GET", "/api/servicedesk/tickets", "", "path"},
		{"GET", "/v2/service/tickets", "", "path"},
		{"PUT", "/v2/servicedesk/tickets", whole, "path"},
		{"GET", "/v2/servicedesk/tickets?$top=5", "", "query.$top"},
		{"GET", "/v2/servicedesk/tickets?PageSize=101", "", "page"},
		{"GET", "/v2/servicedesk/tickets?PageNumber=0", "", "page"},
		{"GET", "/v2/servicedesk/tickets?PageSize=ten", "", "query.PageSize"},
		{"GET", "/v2/servicedesk/tickets?Sort=Colour", "", "sort"},
		{"GET", "/v2/crm/contacts/summary?Filter.ModifiedOnFrom=yesterday", "", "query.Filter.ModifiedOnFrom"},
		{"POST", "/v2/servicedesk/tickets", strings.Replace(whole, `"title":"A call",`, "", 1), "required.Title"},
		{"POST", "/v2/servicedesk/tickets", strings.Replace(whole, `"QueueId":11,`, "", 1), "required.QueueId or AssigneeId"},
		{"POST", "/v2/servicedesk/tickets", strings.Replace(whole, "10012", "10022", 1), "reference.LocationId"},
		{"POST", "/v2/servicedesk/tickets", strings.Replace(whole, "21", "99", 1), "reference.statusId"},
		{"POST", "/v2/servicedesk/tickets", strings.Replace(whole, "21", `"21"`, 1), "grammar.StatusId"},
		{"POST", "/v2/servicedesk/tickets", strings.Replace(whole, "A call", strings.Repeat("x", 256), 1), "length.Title"},
		{"POST", "/v2/servicedesk/tickets", strings.Replace(whole, "QueueId", "Queue", 1), "unknown_field.Queue"},
		{"POST", "/v2/servicedesk/tickets", `{"Title"`, "json"},
		{"PATCH", ticket, `[{"op":"replace","path":"StatusId","value":25}]`, "patch.path"},
		{"PATCH", ticket, `[{"op":"move","path":"/StatusId","value":25}]`, "patch.op"},
		{"PATCH", ticket, `[{"op":"replace","path":"/StatusId","value":"Completed"}]`, "patch.value"},
		{"POST", ticket + "/notes", `{"Details":"x","IsInternal":true,"NoteDate":"2026-03-02T14:30:00Z"}`, "note.required.TypeId"},
		{"POST", ticket + "/notes", `{"Details":"x","IsInternal":true,"NoteDate":"2026-03-02T14:30:00Z","TypeId":99}`, "note.reference.TypeId"},
		{"POST", ticket + "/notes", `{"Details":"x","IsInternal":true,"NoteDate":"2026-03-02T14:30:00Z","TypeId":61,"Attachments":[{"Name":"a","Type":"b","Base64Data":"?"}]}`, "note.file.Base64Data"},
		{"POST", "/v2/security/authenticate", "GrantType=client", "grant"},
	} {
		kind := "application/json"
		if strings.HasSuffix(one.path, "authenticate") {
			kind = "application/x-www-form-urlencoded"
		}
		answer := c.asks(one.method, one.path, one.body, kind)
		require.False(t, answer.Success, one)
		found := c.journal.Violations()
		require.Len(t, found, 1, one)
		require.Equal(t, one.rule, found[0].Rule, one)
		require.NoError(t, c.journal.ForgetViolations())
	}
	require.Equal(t, http.StatusUnsupportedMediaType, c.asks("POST", ticket+"/notes", "x", "text/plain").status)
}

func TestAFakeKeepsItsState(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store")
	store, err := fake.Open(path)
	require.NoError(t, err)
	c := newCaller(t, store)
	asked := fake.Population{Companies: 3, Contacts: 50, Tickets: 5, Seed: 1}
	made, err := c.fake.Populate(asked)
	require.NoError(t, err)
	changed, err := c.fake.Change(4)
	require.NoError(t, err)
	require.Len(t, changed, 4)
	require.NoError(t, c.fake.DropContact(made.Contacts.First))
	require.True(t, c.json("POST", "/v2/servicedesk/tickets", whole).Success)
	ticket := strconv.Itoa(kaseyabmstest.FirstTicket + 5)
	path1 := "/v2/servicedesk/tickets/" + ticket
	require.True(t, c.json("POST", path1+"/notes", `{"Details":"x","IsInternal":true,"NoteDate":"2026-03-02T14:30:00Z","TypeId":61,"Attachments":[{"Name":"a","Type":"b","Base64Data":"AAAA"}]}`).Success)
	require.Equal(t, http.StatusOK, c.json("DELETE", "/v2/servicedesk/tickets/"+made.Tickets.First, "").status)
	before, ok := c.fake.Written(ticket)
	require.True(t, ok)
	require.Equal(t, 3, before.Files[0].Size)
	list := c.json("GET", "/v2/crm/contacts/summary?PageSize=100", "")
	require.Equal(t, 49, list.TotalRecords)
	require.NoError(t, store.Close())

	store, err = fake.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	again := newCaller(t, store)
	after, ok := again.fake.Written(ticket)
	require.True(t, ok)
	require.Equal(t, before, after)
	_, ok = again.fake.Written(made.Tickets.First)
	require.False(t, ok)
	same, err := again.fake.Populate(asked)
	require.NoError(t, err)
	require.Equal(t, made, same)
	require.JSONEq(t, string(list.Result), string(again.json("GET", "/v2/crm/contacts/summary?PageSize=100", "").Result))
	require.Empty(t, again.journal.Violations())
}

func TestAHundredThousandPeopleAreMadeQuickly(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes seconds")
	}
	c := newCaller(t, fake.NullStore{})
	began := time.Now()
	_, err := c.fake.Populate(fake.Population{Companies: 500, Contacts: 100_000, Tickets: 10_000, Seed: 1})
	require.NoError(t, err)
	require.Less(t, time.Since(began), 20*time.Second)
	began = time.Now()
	for page := range 50 {
		require.True(t, c.json("GET", "/v2/crm/contacts/summary?PageSize=100&PageNumber="+strconv.Itoa(900+page), "").Success)
	}
	require.Less(t, time.Since(began), 5*time.Second)
	_, err = c.fake.Populate(fake.Population{Companies: 1, Contacts: 100_000, Seed: 2})
	require.ErrorIs(t, err, fake.ErrPopulation)
}
