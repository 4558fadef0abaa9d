package halopsatest_test

import (
	"encoding/json"
	"io"
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
	"countersign/integrations/halopsa/halopsatest"
)

// door is a fake with a client that has signed in.
type door struct {
	*testing.T
	fake    *halopsatest.Server
	journal *fake.Journal
	token   string
}

func newDoor(t *testing.T, setup fake.Setup) *door {
	t.Helper()
	served, journal := contract.NewFake(t, setup, func(setup fake.Setup) (*halopsatest.Server, error) {
		return halopsatest.New(halopsatest.Config{Setup: setup})
	})
	d := &door{T: t, fake: served, journal: journal}
	var given struct {
		AccessToken string `json:"access_token"`
	}
	got := d.form("/auth/token?tenant="+halopsatest.Tenant, url.Values{
		"grant_type": {"client_credentials"}, "scope": {"all"}, "client_id": {halopsatest.ClientID}, "client_secret": {halopsatest.ClientSecret},
	})
	require.Equal(t, http.StatusOK, got.Code)
	require.NoError(t, json.Unmarshal(got.Body.Bytes(), &given))
	d.token = given.AccessToken
	return d
}

func (d *door) form(path string, form url.Values) *httptest.ResponseRecorder {
	req := httptest.NewRequestWithContext(d.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	got := httptest.NewRecorder()
	d.fake.ServeHTTP(got, req)
	return got
}

func (d *door) ask(method, path, body string, spoil ...func(*http.Request)) *httptest.ResponseRecorder {
	d.Helper()
	req := httptest.NewRequestWithContext(d.Context(), method, path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+d.token)
	req.Header.Set("Accept", "application/json")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, one := range spoil {
		one(req)
	}
	got := httptest.NewRecorder()
	d.fake.ServeHTTP(got, req)
	return got
}

func TestWhatIsWrongIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	d := newDoor(t, fake.Setup{})
	for _, c := range []struct {
		method, path, body string
		status             int
		rule               string
	}{
		{"GET", "/api/Nothing", "", 404, "path"},
		{"GET", "/Tickets", "", 404, "path"},
		{"PUT", "/api/Tickets", "[]", 404, "path"},
		{"PATCH", "/api/Tickets/2190", "[]", 404, "path"},
		{"GET", "/api/Tickets?paginate=true", "", 400, "unknown_parameter.paginate"},
		{"GET", "/api/Tickets?pageinate=true&page_size=101", "", 400, "paging"},
		{"GET", "/api/Tickets?page_no=2", "", 400, "paging"},
		{"GET", "/api/Tickets?pageinate=yes", "", 400, "parameter.pageinate"},
		{"GET", "/api/Tickets?client_id=x", "", 400, "parameter.client_id"},
		{"GET", "/api/Tickets?client_id=1&client_id=2", "", 400, "parameter.client_id"},
		{"GET", "/api/Users?lastupdatefromdate=yesterday", "", 400, "parameter.lastupdatefromdate"},
		{"GET", "/api/Users?order=name", "", 400, "unserved.order"},
		{"POST", "/api/Tickets", `{"summary":"x"}`, 400, "array"},
		{"POST", "/api/Tickets", `[]`, 400, "unserved.batch"},
		{"POST", "/api/Tickets", `[{"client_id":19}]`, 400, "required.summary"},
		{"POST", "/api/Tickets", `[{"summary":"x"}]`, 400, "required.client_id"},
		{"POST", "/api/Tickets", `[{"summary":"x","client_id":"19"}]`, 400, "grammar.client_id"},
		{"POST", "/api/Tickets", `[{"summary":"` + strings.Repeat("ü", 256) + `","client_id":19}]`, 400, "grammar.summary"},
		{"POST", "/api/Tickets", `[{"summary":"x","client_id":19,"mood":"good"}]`, 400, "unknown_field.mood"},
		{"POST", "/api/Tickets", `[{"summary":"x","client_id":1,"user_id":201}]`, 400, "reference.user_id"},
		{"POST", "/api/Tickets", `[{"summary":"x","client_id":19,"tickettype_id":7}]`, 400, "reference.tickettype_id"},
		{"POST", "/api/Tickets", `[{"summary":"x","client_id":19,"tickettype_id":3,"status_id":4}]`, 400, "reference.status_id"},
		{"POST", "/api/Tickets", `[{"summary":"x","client_id":19,"priority_id":9}]`, 400, "reference.priority_id"},
		{"POST", "/api/Tickets", `[{"summary":"x","client_id":19,"team":"Nobody"}]`, 400, "reference.team"},
		{"POST", "/api/Tickets", `[{"summary":"x","client_id":19,"category_1":"Nothing"}]`, 400, "reference.category_1"},
		{"POST", "/api/Tickets", `[{"summary":"x","client_id":19,"site_id":4}]`, 400, "reference.site_id"},
		{"POST", "/api/Actions", `[{"note":"x","outcome":"Note"}]`, 400, "required.ticket_id"},
		{"POST", "/api/Actions", `[{"note":"x","ticket_id":2190}]`, 400, "required.outcome"},
		{"POST", "/api/Actions", `[{"note":"x","ticket_id":2190,"hiddenfromuser":"true"}]`, 400, "grammar.hiddenfromuser"},
		{"POST", "/api/Attachment", `[{"ticket_id":2190,"data_base64":"data:x/y;base64,eA=="}]`, 400, "required.filename"},
		{"POST", "/api/Attachment", `[{"ticket_id":2190,"filename":"x","data_base64":"eA=="}]`, 400, "grammar.data_base64"},
	} {
		require.Equal(t, c.status, d.ask(c.method, c.path, c.body).Code, c.rule)
		broken := d.journal.Violations()
		require.Len(t, broken, 1, c.rule)
		require.Equal(t, c.rule, broken[0].Rule)
		require.NoError(t, d.journal.ForgetViolations())
	}
	for rule, spoil := range map[string]func(*http.Request){
		"auth": func(r *http.Request) { r.Header.Del("Authorization") }, "accept": func(r *http.Request) { r.Header.Set("Accept", "text/html") },
		"content_type": func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") },
	} {
		require.GreaterOrEqual(t, d.ask("POST", "/api/Tickets", `[{"id":2190}]`, spoil).Code, 400)
		require.Equal(t, rule, d.journal.Violations()[0].Rule)
		require.NoError(t, d.journal.ForgetViolations())
	}
}

func TestATokenIsGivenForTheRightForm(t *testing.T) {
	t.Parallel()
	d := newDoor(t, fake.Setup{})
	right := url.Values{"grant_type": {"client_credentials"}, "scope": {"all"}, "client_id": {halopsatest.ClientID}, "client_secret": {halopsatest.ClientSecret}}
	for field := range right {
		wrong := url.Values{}
		for name, values := range right {
			if name != field {
				wrong[name] = values
			}
		}
		require.Equal(t, http.StatusBadRequest, d.form("/auth/token?tenant=sandbox", wrong).Code)
		require.Equal(t, "token."+field, d.journal.Violations()[0].Rule)
		require.NoError(t, d.journal.ForgetViolations())
	}
	require.Equal(t, http.StatusBadRequest, d.form("/auth/token", right).Code)
	require.Equal(t, "token.tenant", d.journal.Violations()[0].Rule)
	require.NoError(t, d.journal.ForgetViolations())
	right.Set("client_secret", "other")
	got := d.form("/auth/token?tenant=sandbox", right)
	require.Equal(t, http.StatusBadRequest, got.Code)
	require.Contains(t, got.Body.String(), "invalid_client")
	require.Empty(t, d.journal.Violations(), "a wrong secret is a person's mistake")
}

func TestATokenEnds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	d := newDoor(t, fake.Setup{Now: func() time.Time { return now }})
	require.Equal(t, http.StatusOK, d.ask("GET", "/api/Agent/me", "").Code)
	now = now.Add(time.Hour)
	require.Equal(t, http.StatusUnauthorized, d.ask("GET", "/api/Agent/me", "").Code)
	require.Empty(t, d.journal.Violations())
}

func TestStateSurvivesARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "halopsa")
	open := func() (*door, *fake.File) {
		store, err := fake.Open(path)
		require.NoError(t, err)
		return newDoor(t, fake.Setup{Store: store}), store
	}
	d, store := open()
	company, err := d.fake.AddCompany("Harbor Dental")
	require.NoError(t, err)
	contact, err := d.fake.AddContact(fake.Person{CompanyID: company, First: "Noor", Last: "Haddad", Mobile: "+14155550100"})
	require.NoError(t, err)
	gone, err := d.fake.AddContact(fake.Person{CompanyID: company, First: "Femi"})
	require.NoError(t, err)
	require.NoError(t, d.fake.DropContact(gone))
	require.NoError(t, d.fake.EditContact(contact, fake.Person{CompanyID: company, First: "Noor", Last: "Haddad-Ito"}))
	require.ErrorIs(t, d.fake.EditContact(gone, fake.Person{}), fake.ErrNoRecord)
	population := fake.Population{Companies: 3, Contacts: 50, Tickets: 20, Seed: 4}
	made, err := d.fake.Populate(population)
	require.NoError(t, err)
	_, err = d.fake.Change(7)
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, d.ask("POST", "/api/Tickets", `[{"summary":"A call","client_id":`+company+`,"user_id":`+contact+`}]`).Code)
	last, _ := strconv.Atoi(made.Tickets.Last)
	ticket := strconv.Itoa(last + 1)
	require.Equal(t, http.StatusCreated, d.ask("POST", "/api/Actions", `[{"ticket_id":`+ticket+`,"outcome":"Note","note":"x"}]`).Code)
	require.Equal(t, http.StatusCreated, d.ask("POST", "/api/Attachment", `[{"ticket_id":`+ticket+`,"filename":"x.txt","data_base64":"data:text/plain;base64,eA=="}]`).Code)
	users, written := d.ask("GET", "/api/Users?count=100&includeinactive=true", "").Body.String(), func(d *door) fake.Written { w, _ := d.fake.Written(ticket); return w }
	before := written(d)
	require.Len(t, before.Notes, 1)
	require.Len(t, before.Files, 1)
	require.NoError(t, store.Close())

	again, store := open()
	defer store.Close()
	require.JSONEq(t, users, again.ask("GET", "/api/Users?count=100&includeinactive=true", "").Body.String())
	require.Equal(t, before, written(again))
	same, err := again.fake.Populate(population)
	require.NoError(t, err)
	require.Equal(t, made, same)
	require.Empty(t, d.journal.Violations())
}

func TestAHundredThousandPeopleAreQuick(t *testing.T) {
	t.Parallel()
	d := newDoor(t, fake.Setup{})
	began := time.Now()
	_, err := d.fake.Populate(fake.Population{Companies: 500, Contacts: 100_000, Seed: 1})
	require.NoError(t, err)
	require.Less(t, time.Since(began), 20*time.Second)
	began = time.Now()
	for page := 1; page <= 100; page++ {
		got := d.ask("GET", "/api/Users?pageinate=true&page_size=100&page_no="+strconv.Itoa(page*10)+"&orderdesc=true&includeinactive=true&exclude_generaluser=true", "")
		require.Equal(t, http.StatusOK, got.Code)
	}
	require.Less(t, time.Since(began), 10*time.Second)
}

func TestATicketOpensOnAPage(t *testing.T) {
	t.Parallel()
	d := newDoor(t, fake.Setup{})
	got := d.ask("GET", "/tickets?id="+strconv.Itoa(halopsatest.FirstTicket), "")
	said, err := io.ReadAll(got.Body)
	require.NoError(t, err)
	require.Contains(t, string(said), "Outlook asks for a password")
	require.Equal(t, http.StatusNotFound, d.ask("GET", "/tickets?id=1", "").Code)
}
