package autotask_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/autotask/autotasktest"
	"countersign/integrations/fake"
)

func TestPeopleAreReadInPagesOf500WithTheSameBodyEachTime(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t), t.Context()
	_, err := d.Fake.Populate(fake.Population{Companies: 5, Contacts: 1300, Seed: 1})
	require.NoError(t, err)
	at, seen := directory.Position{}, 0
	for {
		page, err := d.Contacts(ctx, at)
		require.NoError(t, err)
		require.False(t, page.Whole)
		seen += len(page.Rows)
		if page.Next == "" {
			break
		}
		require.Len(t, page.Rows, 500)
		require.NotContains(t, page.Next, "://")
		at.Next = page.Next
	}
	require.Equal(t, 1301, seen)
	bodies := map[string]bool{}
	for _, one := range d.Journal.Requests(autotasktest.Name) {
		if one.Method == http.MethodPost {
			bodies[one.Body] = true
		}
	}
	require.Len(t, bodies, 1)
	d.NoViolations(t)
}

func TestAPlaceInOneListIsNoneInAnother(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t), t.Context()
	_, err := d.Fake.Populate(fake.Population{Companies: 5, Contacts: 600, Seed: 1})
	require.NoError(t, err)
	page, err := d.Contacts(ctx, directory.Position{})
	require.NoError(t, err)
	_, err = d.Companies(ctx, directory.Position{Next: page.Next})
	require.Equal(t, provider.Refused, provider.KindOf(err))
	d.NoViolations(t)
}

func TestWhoIsInactiveIsListedAsSuchWhateverTheFlagLooksLike(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t), t.Context()
	northwind := strconv.Itoa(autotasktest.CompanyNorthwind)
	gone, err := d.Fake.AddContact(fake.Person{CompanyID: northwind, First: "Lars", Last: "Jensen", Inactive: true})
	require.NoError(t, err)
	_, err = d.Fake.Populate(fake.Population{Companies: 100, Seed: 2})
	require.NoError(t, err)
	people, err := d.Contacts(ctx, directory.Position{})
	require.NoError(t, err)
	require.Len(t, people.Rows, 2)
	for _, one := range people.Rows {
		require.Equal(t, one.ID != gone, one.Active)
	}
	companies, err := d.Companies(ctx, directory.Position{})
	require.NoError(t, err)
	active := 0
	for _, one := range companies.Rows {
		require.Equal(t, "US", one.Country)
		if one.Active {
			active++
		}
	}
	require.Less(t, active, len(companies.Rows))
	require.Greater(t, active, len(companies.Rows)/2)
	require.Equal(t, "0", companies.Rows[0].ID, "the MSP's own company has the id 0")
	d.NoViolations(t)
}

func TestWhatChangedSinceIsListed(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t), t.Context()
	changed, err := d.Fake.Change(1)
	require.NoError(t, err)
	for _, since := range []time.Time{time.Now().Add(-time.Hour), time.Now().Add(-time.Hour).In(time.FixedZone("CET", 3600))} {
		page, err := d.Contacts(ctx, directory.Position{Since: since})
		require.NoError(t, err)
		require.Len(t, page.Rows, 1)
		require.Equal(t, changed[0], page.Rows[0].ID)
	}
	page, err := d.Contacts(ctx, directory.Position{Since: time.Now().Add(time.Hour)})
	require.NoError(t, err)
	require.Empty(t, page.Rows)
	companies, err := d.Companies(ctx, directory.Position{Since: time.Now().Add(-time.Hour)})
	require.NoError(t, err)
	require.Empty(t, companies.Rows)
	d.NoViolations(t)
}

func TestTicketsAreShownToWhoMayNotReadPeople(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, d.Fake.Deny(string(integration.ReadContacts), true))
	require.NoError(t, d.Fake.Deny(string(integration.ReadCompanies), true))
	found, err := d.Ticket(t.Context(), strconv.Itoa(autotasktest.FirstTicket))
	require.NoError(t, err)
	require.Equal(t, []string{"", "", strconv.Itoa(autotasktest.ContactAna)}, []string{found.Contact, found.Company, found.ContactID})
	d.NoViolations(t)
}

func TestAnExtensionIsRead(t *testing.T) {
	t.Parallel()
	body := `{"items":[{"id":7,"companyID":5,"phone":"4155550100","extension":"204","mobilePhone":"4155550101","isActive":1}],"pageDetails":{"nextPageUrl":null}}`
	client, _ := answering(t, http.StatusOK, nil, body)
	page, err := client.Contacts(t.Context(), directory.Position{})
	require.NoError(t, err)
	require.Equal(t, []string{"4155550100 ext. 204", "4155550101"}, []string{page.Rows[0].Phone, page.Rows[0].Mobile})
}
