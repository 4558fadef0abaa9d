package zendesk_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/zendesk"
	"countersign/integrations/zendesk/zendesktest"
)

func TestChangesAreReadByCursorUpToTheLastMinute(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Fake.Populate(fake.Population{Companies: 3, Contacts: 2300, Seed: 1})
	require.NoError(t, err)
	d.clock(2 * time.Minute)
	since := time.Date(2024, 1, 8, 9, 0, 0, 0, time.UTC)
	changed, err := d.Fake.Change(1)
	require.NoError(t, err)
	read := func() (rows []directory.Contact) {
		for at := (directory.Position{Since: since}); ; {
			page, err := d.Contacts(contract.Soon(t), at)
			require.NoError(t, err)
			require.False(t, page.Whole)
			rows = append(rows, page.Rows...)
			if at.Next = page.Next; page.Next == "" {
				return rows
			}
		}
	}
	isIn := func(rows []directory.Contact) bool {
		for _, one := range rows {
			if one.ID == changed[0] && one.UpdatedAt.Year() > 2024 {
				return true
			}
		}
		return false
	}
	before := read()
	require.Greater(t, len(before), 2000)
	require.False(t, isIn(before), "the last minute is not told of yet")
	d.clock(2 * time.Minute)
	require.True(t, isIn(read()))
	paths := d.Asked("/incremental/users/cursor")
	require.Contains(t, paths[0].Path, fmt.Sprintf("start_time=%d", since.Unix()))
	require.Contains(t, paths[1].Path, "cursor=")
	require.NotContains(t, paths[1].Path, "start_time")
	d.NoViolations(t)
}

func TestAListOfChangesNeverBeginsInTheLastMinute(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, since := range []time.Time{time.Now(), time.Now().Add(time.Hour), time.Unix(-5, 0)} {
		_, err := d.Contacts(contract.Soon(t), directory.Position{Since: since})
		require.NoError(t, err)
		_, err = d.Companies(contract.Soon(t), directory.Position{Since: since})
		require.NoError(t, err)
	}
	d.NoViolations(t)
}

func TestListsOfChangesAreForTenRequestsAMinute(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	since := time.Now().Add(-time.Hour)
	for range 10 {
		_, err := d.Contacts(contract.Soon(t), directory.Position{Since: since})
		require.NoError(t, err)
	}
	_, err := d.Contacts(contract.Soon(t), directory.Position{Since: since})
	require.Equal(t, provider.Throttled, contract.KindOf(t, err))
	require.InDelta(t, time.Minute.Seconds(), provider.RetryAfter(err).Seconds(), 11)
	d.clock(provider.RetryAfter(err))
	_, err = d.Contacts(contract.Soon(t), directory.Position{Since: since})
	require.NoError(t, err)
	d.NoViolations(t)
}

func TestOrganizationsAreReadByTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Fake.Populate(fake.Population{Companies: 990, Seed: 1})
	require.NoError(t, err)
	d.clock(time.Second)
	_, err = d.Fake.Populate(fake.Population{Companies: 1000, Seed: 2})
	require.NoError(t, err)
	d.clock(2 * time.Minute)
	times := map[string]int{}
	at := directory.Position{Since: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}
	for pages := 0; ; pages++ {
		require.Less(t, pages, 5)
		page, err := d.Companies(contract.Soon(t), at)
		require.NoError(t, err)
		require.False(t, page.Whole)
		for _, one := range page.Rows {
			times[one.ID]++
		}
		if at.Next = page.Next; page.Next == "" {
			break
		}
		require.True(t, strings.HasPrefix(page.Next, "time:"))
	}
	require.Len(t, times, 1990, "the one that stood in every sandbox is older")
	require.Equal(t, 1, times[made.Companies.First])
	twice := 0
	for _, n := range times {
		twice += n - 1
	}
	require.Positive(t, twice, "a row at the boundary comes again")
	d.NoViolations(t)
}

func TestAListThatGoesInCirclesEnds(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		body string
		from directory.Position
	}{
		"the same cursor":        {`{"users":[],"meta":{"has_more":true,"after_cursor":"abc"}}`, directory.Position{Next: "list:abc"}},
		"no cursor":              {`{"users":[],"meta":{"has_more":true}}`, directory.Position{}},
		"a cursor that is none":  {`{"users":[],"meta":{"has_more":true,"after_cursor":"a&b https://evil.example"}}`, directory.Position{}},
		"the same export":        {`{"users":[],"after_cursor":"abc","end_of_stream":false}`, directory.Position{Next: "export:abc"}},
		"an export without next": {`{"users":[],"end_of_stream":false}`, directory.Position{Since: time.Unix(1, 0)}},
	} {
		_, err := answering(t, saying(http.StatusOK, c.body)).Contacts(contract.Soon(t), c.from)
		require.Equal(t, provider.Unavailable, contract.KindOf(t, err), what)
	}
	_, err := answering(t, saying(http.StatusOK, `{"organizations":[],"end_time":7,"end_of_stream":false}`)).Companies(contract.Soon(t), directory.Position{Next: "time:7"})
	require.Equal(t, provider.Unavailable, contract.KindOf(t, err), "the same second")
	page, err := answering(t, saying(http.StatusOK, `{"organizations":[{"id":5,"name":"A","deleted_at":"2026-01-01T00:00:00Z"},{"id":6,"name":" B "}],"end_time":7}`)).Companies(contract.Soon(t), directory.Position{Next: "time:7"})
	require.NoError(t, err)
	require.Equal(t, directory.Page[directory.Company]{Rows: []directory.Company{{ID: "6", Name: "B", Active: true}}}, page, "a short page of an answer that does not say so is the last")
}

func TestAPlaceOfAnotherListIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, next := range []string{"time:7", "export:", "list:", "list:a b", "export:a&b", "time:-1", "time:x", "nowhere:abc", "7", ":"} {
		_, err := d.Contacts(contract.Soon(t), directory.Position{Next: next})
		require.Equal(t, "bad_position", provider.CodeOf(err), next)
	}
	_, err := d.Companies(contract.Soon(t), directory.Position{Next: "export:abc"})
	require.Equal(t, "bad_position", provider.CodeOf(err))
	require.Empty(t, d.Journal.Requests(zendesktest.Name))
}

func TestWithoutAnAdministratorEverybodyIsRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Fake.Demote(true)
	require.NoError(t, d.Check(contract.Soon(t)))
	for range 2 {
		people, err := d.Contacts(contract.Soon(t), directory.Position{Since: time.Now()})
		require.NoError(t, err)
		require.True(t, people.Whole)
		require.Len(t, people.Rows, 1)
		companies, err := d.Companies(contract.Soon(t), directory.Position{Since: time.Now()})
		require.NoError(t, err)
		require.True(t, companies.Whole)
	}
	require.Len(t, d.Asked("/incremental/"), 1, "who was denied once does not ask again")
	d.NoViolations(t)
}

func TestWhoIsNoContact(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	add := func(first string) string {
		id, err := d.Fake.AddContact(fake.Person{CompanyID: north, First: first, Last: "X", Email: first + "@north.example", Mobile: "+1415555" + strconv.Itoa(2000+len(first))})
		require.NoError(t, err)
		return id
	}
	suspended, err := d.Fake.AddContact(fake.Person{First: "Lars", Last: "X", Inactive: true})
	require.NoError(t, err)
	gone, promoted := add("Ada"), add("Hiro")
	require.NoError(t, d.Fake.DropContact(gone))
	require.NoError(t, d.Fake.Promote(promoted))
	d.clock(5 * time.Minute)

	all, err := d.Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	changes, err := d.Contacts(contract.Soon(t), directory.Position{Since: time.Now().Add(-time.Hour)})
	require.NoError(t, err)
	active := func(rows []directory.Contact) map[string]bool {
		out := map[string]bool{}
		for _, one := range rows {
			out[one.ID] = one.Active
		}
		return out
	}
	require.Equal(t, map[string]bool{ana: true, suspended: false}, active(all.Rows))
	require.Equal(t, map[string]bool{suspended: false, gone: false}, active(changes.Rows), "changes show deleted users, so that none stays a client")
	d.NoViolations(t)
}

// listed is a person as the list of all shows them.
func listed(t *testing.T, client *zendesk.Client, id string) directory.Contact {
	t.Helper()
	page, err := client.Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	at := slices.IndexFunc(page.Rows, func(one directory.Contact) bool { return one.ID == id })
	require.GreaterOrEqual(t, at, 0)
	return page.Rows[at]
}

func TestThePhoneIsTheMobileUnlessAFieldIs(t *testing.T) {
	t.Parallel()
	plain := newDesk(t)
	id, err := plain.Fake.AddContact(fake.Person{First: "Hiro", Last: "Ito", Mobile: "+819055550123", Phone: "+81355550123"})
	require.NoError(t, err)
	found := listed(t, plain.Client, id)
	require.Equal(t, []string{"+819055550123", "+81355550123"}, []string{found.Mobile, found.Phone}, "another number hangs from a person as an identity")

	own := newDesk(t, func(c *zendesktest.Config) { c.MobileInField = true })
	id, err = own.Fake.AddContact(fake.Person{First: "Hiro", Last: "Ito", Mobile: "+819055550123", Phone: "+81355550123"})
	require.NoError(t, err)
	client := own.client(t, func(c *zendesk.Config) { c.MobileField = zendesktest.MobileField })
	require.NoError(t, client.Check(contract.Soon(t)))
	found = listed(t, client, id)
	require.Equal(t, []string{"+819055550123", "+81355550123"}, []string{found.Mobile, found.Phone})
	for _, key := range []string{"no_such_field", "old_mobile"} {
		err = own.client(t, func(c *zendesk.Config) { c.MobileField = key }).Check(contract.Soon(t))
		require.ErrorContains(t, err, key)
		require.Equal(t, "no_field", provider.CodeOf(err))
	}
	plain.NoViolations(t)
	own.NoViolations(t)
}
