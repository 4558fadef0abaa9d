package connectwisetest_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/integrations/fake"
)

func forward(r *http.Request) { r.Header.Set("pagination-type", "forward-only") }

func TestAHundredThousandPeopleAreListedQuickly(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	began := time.Now()
	made, err := s.Populate(fake.Population{Companies: 1000, Contacts: 100_000, Seed: 1})
	require.NoError(t, err)
	t.Logf("populated in %v", time.Since(began))
	last, err := strconv.Atoi(made.Contacts.Last)
	require.NoError(t, err)
	began = time.Now()
	for range 20 {
		rows, _ := s.rows("/company/contacts", fmt.Sprintf("pageSize=1000&pageId=%d", last-1000), forward)
		require.Len(t, rows, 1000)
	}
	t.Logf("20 pages in %v", time.Since(began))
	changed, err := s.Change(1000)
	require.NoError(t, err)
	rows, _ := s.rows("/company/contacts", "pageSize=1000&"+conditions("lastUpdated>=["+time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)+"]"), forward)
	require.Len(t, rows, len(changed))
	require.Empty(t, s.broke())
}

func TestPeopleAreKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "connectwise.jsonl")
	open := func() (*server, *fake.File) {
		file, err := fake.Open(path)
		require.NoError(t, err)
		return newServer(t, file), file
	}
	s, file := open()
	company, err := s.AddCompany("Harbor Dental")
	require.NoError(t, err)
	ada, err := s.AddContact(fake.Person{CompanyID: company, First: "Ada", Last: "Bauer", Email: "ada@harbor.example", Phone: "+14155550100"})
	require.NoError(t, err)
	gone, err := s.AddContact(fake.Person{CompanyID: company, First: "Bilal"})
	require.NoError(t, err)
	require.NoError(t, s.DropContact(gone))
	require.NoError(t, s.EditContact(ada, fake.Person{CompanyID: company, First: "Ada", Last: "Castillo", Email: "ada@harbor.example", Inactive: true}))
	require.Equal(t, http.StatusOK, s.ask(http.MethodPatch, api+"/company/contacts/201/communications/2011", `[{"op":"replace","path":"value","value":"+14155550102"}]`).StatusCode)
	require.Equal(t, http.StatusCreated, s.ask(http.MethodPost, api+"/system/callbacks", `{"url":"https://x.example/","type":"contact","level":"owner","objectId":1}`).StatusCode)
	require.Equal(t, http.StatusCreated, s.ask(http.MethodPost, api+"/system/callbacks", `{"url":"https://y.example/","type":"contact","level":"owner","objectId":1}`).StatusCode)
	require.Equal(t, http.StatusNoContent, s.ask(http.MethodDelete, api+"/system/callbacks/2", "").StatusCode)
	_, err = s.Change(2)
	require.NoError(t, err)
	lists := []string{"/company/companies", "/company/contacts", "/system/callbacks"}
	before := map[string]any{}
	for _, path := range lists {
		before[path], _ = s.rows(path, "")
	}
	written, ok := s.Written("48190")
	require.True(t, ok)
	require.Empty(t, s.broke())
	require.NoError(t, file.Close())

	s, file = open()
	for _, path := range lists {
		after, _ := s.rows(path, "")
		require.Equal(t, before[path], any(after), path)
	}
	again, ok := s.Written("48190")
	require.True(t, ok)
	require.Equal(t, written, again)
	next, err := s.AddContact(fake.Person{First: "Carmen"})
	require.NoError(t, err)
	require.NotEqual(t, gone, next, "an id is not given twice")
	require.NoError(t, file.Close())
}

func TestACallbackIsChangedButNotMadeTwice(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	const path, one = api + "/system/callbacks", `{"url":"https://x.example/","type":"contact","level":"owner","objectId":1}`
	require.Equal(t, http.StatusCreated, s.ask(http.MethodPost, path, one).StatusCode)
	require.Equal(t, http.StatusOK, s.ask(http.MethodPatch, path+"/1", `[{"op":"replace","path":"inactiveFlag","value":true},{"op":"replace","path":"url","value":"https://y.example/"}]`).StatusCode)
	require.Equal(t, http.StatusNotFound, s.ask(http.MethodPatch, path+"/7", `[]`).StatusCode)
	rows, _ := s.rows("/system/callbacks", "")
	require.Equal(t, []any{"https://y.example/", true}, []any{rows[0]["url"], rows[0]["inactiveFlag"]})
	require.Empty(t, s.broke())
	require.Equal(t, http.StatusCreated, s.ask(http.MethodPost, path, one).StatusCode)
	for _, c := range []struct{ method, path, body, rule string }{
		{http.MethodPost, path, one, "callback.twice"},
		{http.MethodPatch, path + "/1", `[{"op":"replace","path":"url","value":"https://x.example/"}]`, "callback.twice"},
		{http.MethodPatch, path + "/1", `[{"op":"replace","path":"url","value":"x"}]`, "callback.url"},
		{http.MethodPatch, path + "/1", `[{"op":"replace","path":"id","value":9}]`, "read_only.id"},
		{http.MethodPatch, path + "/1", `[{"op":"swap","path":"url","value":"https://z.example/"}]`, "patch.op"},
	} {
		require.Equal(t, http.StatusBadRequest, s.ask(c.method, c.path, c.body).StatusCode, c.rule)
		require.Equal(t, []string{c.rule}, s.broke())
	}
}

func TestWhoIsNotThereCannotBeChanged(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	_, err := s.AddContact(fake.Person{CompanyID: "777"})
	require.ErrorIs(t, err, fake.ErrNoRecord)
	require.ErrorIs(t, s.EditContact("777", fake.Person{}), fake.ErrNoRecord)
	require.ErrorIs(t, s.DropContact("x"), fake.ErrNoRecord)
	_, err = s.Change(1000)
	require.Error(t, err)
	for _, id := range []string{"7", "x", ""} {
		_, ok := s.Written(id)
		require.False(t, ok, id)
	}
}

func TestAChangeTakesOthersEachTime(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	_, err := s.Populate(fake.Population{Companies: 1, Contacts: 29, Seed: 1})
	require.NoError(t, err)
	seen := map[string]bool{}
	for range 3 {
		changed, err := s.Change(10)
		require.NoError(t, err)
		for _, id := range changed {
			require.False(t, seen[id], "all come before one comes again")
			seen[id] = true
		}
	}
	rows, _ := s.rows("/company/contacts", "pageSize=100")
	renamed := 0
	for _, row := range rows {
		if strings.Contains(row["lastName"].(string), "-") {
			renamed++
		}
	}
	require.Equal(t, 20, renamed, "every third gets a number instead")
}

func TestADeniedRightIsForbiddenAndNoViolation(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for _, right := range []integration.Right{integration.ReadCompanies, integration.ReadContacts, integration.ReadTickets, integration.ReadSetup} {
		require.NoError(t, s.Deny(string(right), true))
	}
	for _, path := range []string{"/company/companies", "/company/contacts/201", "/service/tickets", "/service/tickets/48190/notes", "/service/boards/1/statuses"} {
		require.Equal(t, http.StatusForbidden, s.ask(http.MethodGet, api+path, "").StatusCode, path)
	}
	require.Error(t, s.Deny(string(integration.WriteNotes), true), "a note is an edit of its ticket")
	require.Empty(t, s.broke())
}
