package autotasktest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/integrations/autotask/autotasktest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

// bench is a fake with its journal.
type bench struct {
	*autotasktest.Server
	journal *fake.Journal
}

func newBench(t *testing.T, configure ...func(*autotasktest.Config)) *bench {
	t.Helper()
	served, journal := contract.NewFake(t, fake.Setup{}, func(setup fake.Setup) (*autotasktest.Server, error) {
		cfg := autotasktest.Config{Setup: setup}
		for _, one := range configure {
			one(&cfg)
		}
		return autotasktest.New(cfg)
	})
	return &bench{served, journal}
}

const root = "/ATServicesRest/V1.0"

// ask makes one request with good credentials and JSON.
func (b *bench) ask(t *testing.T, method, path, body string, spoil ...func(*http.Request)) (status int, answer map[string]any) {
	t.Helper()
	r := httptest.NewRequest(method, path, bytes.NewBufferString(body))
	r.Header.Set("UserName", autotasktest.UserName)
	r.Header.Set("Secret", autotasktest.Secret)
	r.Header.Set("ApiIntegrationCode", autotasktest.IntegrationCode)
	r.Header.Set("Content-Type", "application/json")
	for _, one := range spoil {
		one(r)
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer), w.Body.String())
	return w.Code, answer
}

const aTicket = `{"companyID":175,"title":"x","status":1,"priority":2,"queueID":29682833,"dueDateTime":"2026-11-21T09:00:00Z"`

func TestWhateverIsWrongIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	query, notes := root+"/Contacts/query", root+"/Tickets/48190/Notes"
	for rule, one := range map[string]struct{ method, path, body string }{
		"path":                   {"GET", "/nonsense", ""},
		"path ":                  {"GET", root + "/Invoices/1", ""},
		"path  ":                 {"POST", root + "/Companies/175/Notes", "{}"},
		"method":                 {"DELETE", root + "/Tickets/48190", ""},
		"method ":                {"POST", root + "/Contacts/201", "{}"},
		"method  ":               {"GET", query, ""},
		"json":                   {"POST", query, "[]"},
		"filter":                 {"POST", query, `{"MaxRecords":500}`},
		"filter ":                {"POST", query, `{"filter":[]}`},
		"filter  ":               {"POST", query, `{"filter":[{"op":"like","field":"lastName","value":"x"}]}`},
		"filter   ":              {"POST", query, `{"filter":[{"op":"eq","field":"surname","value":"x"}]}`},
		"filter    ":             {"POST", query, `{"filter":[{"op":"eq","field":"id","value":"201"}]}`},
		"filter     ":            {"POST", query, `{"filter":[{"op":"gte","field":"lastModifiedDate","value":"2026-01-01"}]}`},
		"filter      ":           {"POST", query, `{"filter":[{"op":"or","items":[]}]}`},
		"filter       ":          {"POST", query, `{"filter":[{"op":"eq","field":"isActive","value":true}]}`},
		"filter        ":         {"POST", root + "/Companies/query", `{"filter":[{"op":"eq","field":"isActive","value":1}]}`},
		"include_fields":         {"POST", query, `{"filter":[{"op":"exist","field":"id"}],"IncludeFields":["surname"]}`},
		"max_records":            {"POST", query, `{"filter":[{"op":"exist","field":"id"}],"MaxRecords":501}`},
		"unknown_field":          {"POST", query, `{"filter":[{"op":"exist","field":"id"}],"OrderBy":"id"}`},
		"unknown_parameter":      {"POST", query + "?page=2", `{"filter":[{"op":"exist","field":"id"}]}`},
		"paging":                 {"POST", query + "/next?paging=2", `{"filter":[{"op":"exist","field":"id"}]}`},
		"paging.body":            {"POST", query + `/next?paging={"pageSize":500,"previousId":1,"query":"00"}`, `{"filter":[{"op":"exist","field":"id"}]}`},
		"required.title":         {"POST", root + "/Tickets", `{"companyID":175,"status":1,"priority":2,"queueID":29682833,"dueDateTime":"2026-11-21T09:00:00Z"}`},
		"required.queueID":       {"POST", root + "/Tickets", `{"companyID":175,"title":"x","status":1,"priority":2,"dueDateTime":"2026-11-21T09:00:00Z"}`},
		"required.id":            {"PATCH", root + "/Tickets", `{"status":5}`},
		"required.id ":           {"POST", root + "/Tickets", aTicket + `,"id":7}`},
		"unknown_field.summary":  {"POST", root + "/Tickets", aTicket + `,"summary":"x"}`},
		"read_only.ticketNumber": {"POST", root + "/Tickets", aTicket + `,"ticketNumber":"x"}`},
		"grammar.status":         {"PATCH", root + "/Tickets", `{"id":48190,"status":"5"}`},
		"grammar.title":          {"PATCH", root + "/Tickets", fmt.Sprintf(`{"id":48190,"title":"%0256d"}`, 1)},
		"grammar.dueDateTime":    {"PATCH", root + "/Tickets", `{"id":48190,"dueDateTime":"tomorrow"}`},
		"required.publish":       {"POST", notes, `{"title":"x","description":"x","noteType":1}`},
		"note.ticketID":          {"POST", notes, `{"ticketID":1,"title":"x","description":"x","noteType":1,"publish":1}`},
		"grammar.attachmentType": {"POST", root + "/Tickets/48190/Attachments", `{"attachmentType":"FILE","title":"x","fullPath":"x","publish":2,"data":"AAAA"}`},
		"grammar.data":           {"POST", root + "/Tickets/48190/Attachments", `{"attachmentType":"FILE_ATTACHMENT","title":"x","fullPath":"x","publish":2,"data":"%"}`},
	} {
		b := newBench(t)
		status, answer := b.ask(t, one.method, one.path, one.body)
		require.GreaterOrEqual(t, status, 400, rule)
		require.NotEmpty(t, answer["errors"], rule)
		broken := b.journal.Violations()
		require.Len(t, broken, 1, rule)
		require.Equal(t, string(bytes.TrimSpace([]byte(rule))), broken[0].Rule)
	}
}

func TestHeadersAreRequired(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"UserName", "Secret", "ApiIntegrationCode"} {
		b := newBench(t)
		status, _ := b.ask(t, "GET", root+"/ThresholdInformation", "", func(r *http.Request) { r.Header.Del(name) })
		require.Equal(t, http.StatusUnauthorized, status)
		require.Equal(t, "auth", b.journal.Violations()[0].Rule)
		b = newBench(t)
		status, _ = b.ask(t, "GET", root+"/ThresholdInformation", "", func(r *http.Request) { r.Header.Set(name, "another") })
		require.Equal(t, http.StatusUnauthorized, status)
		require.Empty(t, b.journal.Violations(), "wrong ones are a person's mistake")
	}
	b := newBench(t)
	_, _ = b.ask(t, "POST", root+"/Contacts/query", `{}`, func(r *http.Request) { r.Header.Del("Content-Type") })
	require.Equal(t, "content_type", b.journal.Violations()[0].Rule)
	b = newBench(t)
	_, _ = b.ask(t, "GET", root+"/zoneInformation?user="+autotasktest.UserName, "")
	require.Equal(t, "zone.credentials", b.journal.Violations()[0].Rule)
}

func TestWhatNobodyCanKnowIsNoViolation(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for path, body := range map[string]string{
		"PATCH " + root + "/Tickets": `{"id":1,"status":5}`, "POST " + root + "/Tickets": aTicket + `,"contactID":999}`, "POST " + root + "/Tickets/7/Notes": `{"title":"x","description":"x","noteType":1,"publish":1}`,
		"PATCH " + root + "/Tickets ": `{"id":48190,"status":19}`,
		"POST " + root + "/Tickets ":  aTicket + `,"subIssueType":140,"issueType":10}`, "PATCH " + root + "/Tickets  ": `{"id":48190,"assignedResourceID":151}`,
		"PATCH " + root + "/Tickets   ": `{"id":48190,"companyID":174}`,
	} {
		var method, at string
		_, err := fmt.Sscan(path, &method, &at)
		require.NoError(t, err)
		status, answer := b.ask(t, method, at, body)
		require.Equal(t, http.StatusInternalServerError, status, path)
		require.Len(t, answer["errors"], 1, path)
	}
	status, answer := b.ask(t, "GET", root+"/Tickets/7", "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, answer, "item")
	require.Nil(t, answer["item"])
	require.Empty(t, b.journal.Violations())
}

func TestTheHourHasSoManyRequests(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	b := newBench(t, func(c *autotasktest.Config) { c.Threshold, c.Now = 3, func() time.Time { return now } })
	for used := 1; used <= 3; used++ {
		status, answer := b.ask(t, "GET", root+"/ThresholdInformation", "")
		require.Equal(t, http.StatusOK, status)
		require.EqualValues(t, used, answer["currentTimeframeRequestCount"])
	}
	status, _ := b.ask(t, "GET", root+"/ThresholdInformation", "")
	require.Equal(t, http.StatusTooManyRequests, status)
	now = now.Add(time.Hour)
	status, _ = b.ask(t, "GET", root+"/ThresholdInformation", "")
	require.Equal(t, http.StatusOK, status)
}

func TestTheZoneIsWhereTheFakeIsReached(t *testing.T) {
	t.Parallel()
	plain := func(r *http.Request) { r.Header = http.Header{} }
	b := newBench(t)
	_, answer := b.ask(t, "GET", "/atservicesrest/v1.0/zoneInformation?user="+autotasktest.UserName, "", plain)
	require.Equal(t, "http://example.com/ATServicesRest/", answer["url"])
	b = newBench(t, func(c *autotasktest.Config) { c.PublicURL = "https://sandbox.example/autotask/" })
	_, answer = b.ask(t, "GET", "/atservicesrest/v1.0/zoneInformation?user="+autotasktest.UserName, "", plain)
	require.Equal(t, "https://sandbox.example/autotask/ATServicesRest/", answer["url"])
	require.Equal(t, "https://sandbox.example/autotask/", answer["webUrl"])
	status, answer := b.ask(t, "GET", "/atservicesrest/v1.0/zoneInformation?user=nobody", "", plain)
	require.Equal(t, http.StatusInternalServerError, status)
	require.NotEmpty(t, answer["errors"])
	require.Empty(t, b.journal.Violations())
}

func TestAHundredThousandPeopleAreQuick(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	began := time.Now()
	made, err := b.Populate(fake.Population{Companies: 1000, Contacts: 100_000, Tickets: 1000, Seed: 3})
	require.NoError(t, err)
	require.Less(t, time.Since(began), 20*time.Second)
	last, err := strconv.Atoi(made.Contacts.Last)
	require.NoError(t, err)
	row, ok := b.Record("Contacts", last)
	require.True(t, ok)
	body := fmt.Sprintf(`{"filter":[{"op":"gte","field":"id","value":%d}],"MaxRecords":1}`, last)
	_, answer := b.ask(t, "POST", root+"/Contacts/query", body)
	require.Len(t, answer["items"], 1)
	require.Equal(t, row["lastName"], answer["items"].([]any)[0].(map[string]any)["lastName"])
	_, answer = b.ask(t, "POST", root+"/Contacts/query/count", `{"filter":[{"op":"exist","field":"id"}]}`)
	require.EqualValues(t, 100_001, answer["queryCount"])
	require.Empty(t, b.journal.Violations())
}

func TestNothingIsForgottenOverARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "autotask")
	open := func() (*bench, *fake.File) {
		store, err := fake.Open(path)
		require.NoError(t, err)
		return newBench(t, func(c *autotasktest.Config) { c.Store = store }), store
	}
	b, store := open()
	population := fake.Population{Companies: 3, Contacts: 50, Tickets: 4, Seed: 9}
	made, err := b.Populate(population)
	require.NoError(t, err)
	added, err := b.AddContact(fake.Person{CompanyID: made.Companies.First, First: "Noor", Last: "Haddad", Mobile: "+14155550111"})
	require.NoError(t, err)
	require.NoError(t, b.EditContact(added, fake.Person{CompanyID: made.Companies.First, First: "Noor", Last: "Haddad", Mobile: "+14155550112"}))
	require.NoError(t, b.DropContact(made.Contacts.First))
	first, err := b.Change(5)
	require.NoError(t, err)
	_, answer := b.ask(t, "POST", root+"/Tickets", aTicket+`}`)
	id := strconv.Itoa(int(answer["itemId"].(float64)))
	_, _ = b.ask(t, "POST", root+"/Tickets/"+id+"/Notes", `{"title":"x","description":"A note.","noteType":1,"publish":2}`)
	_, _ = b.ask(t, "POST", root+"/Tickets/"+id+"/Attachments", `{"attachmentType":"FILE_ATTACHMENT","title":"x","fullPath":"x","publish":2,"data":"AAAA"}`)
	before, ok := b.Written(id)
	require.True(t, ok)
	require.Len(t, before.Notes, 1)
	require.Len(t, before.Files, 1)
	require.Empty(t, b.journal.Violations())
	_, everybody := b.ask(t, "POST", root+"/Contacts/query", `{"filter":[{"op":"exist","field":"id"}]}`)
	require.NoError(t, store.Close())

	b, store = open()
	after, ok := b.Written(id)
	require.True(t, ok)
	require.Equal(t, before, after)
	_, again := b.ask(t, "POST", root+"/Contacts/query", `{"filter":[{"op":"exist","field":"id"}]}`)
	require.Equal(t, everybody["items"], again["items"])
	same, err := b.Populate(population)
	require.NoError(t, err)
	require.Equal(t, made, same)
	next, err := b.Change(5)
	require.NoError(t, err)
	require.NotEqual(t, first, next, "another choice each time")
	require.NoError(t, store.Close())
}

func TestAPopulationThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, one := range []fake.Population{{Companies: -1}, {Contacts: 1}, {Companies: fake.CompaniesKept}, {Companies: 1, Contacts: fake.ContactsKept}} {
		_, err := b.Populate(one)
		require.ErrorIs(t, err, fake.ErrPopulation)
	}
	_, err := b.Change(1_000_000)
	require.Error(t, err)
	_, err = b.AddContact(fake.Person{CompanyID: "999", Last: "x"})
	require.ErrorIs(t, err, fake.ErrNoRecord)
}
