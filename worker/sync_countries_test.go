package worker

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/directory"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/settings"
)

var admin = store.Actor{Kind: "user", ID: uuid.New(), Name: "Sam"}

// setCountry sets the country of the company of person i; "" for unknown.
func (r *reading) setCountry(i int, country string) {
	r.t.Helper()
	company := r.person(i).Company.ID
	r.in(func(ctx context.Context, tx store.Tx) {
		_, err := people.UpdateCompany(ctx, tx, company, people.CompanyPatch{Country: &country, By: admin})
		require.NoError(r.t, err)
	})
}

// setOwnCountry sets the MSP's.
func (r *reading) setOwnCountry(country string) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx store.Tx) {
		next := settings.DefaultSettings()
		next.Country = country
		_, err := settings.Update(ctx, tx, next)
		require.NoError(r.t, err)
		_, err = people.ReadNumbersOfTenantAgain(ctx, tx, admin)
		require.NoError(r.t, err)
	})
}

func (r *reading) mobile(i int) people.ContactPoint {
	r.t.Helper()
	points := r.person(i).ContactPoints
	require.NotEmpty(r.t, points)
	require.Equal(r.t, channel.Mobile, points[0].Kind)
	return points[0]
}

func TestNobodyGuessesACountry(t *testing.T) {
	t.Parallel()
	d := newDirectory(2, 4) // which tells no country
	d.people[0].Mobile, d.people[1].Mobile, d.people[2].Mobile = "07400 123456", "55 1234 5678", "+44 7400 123457"
	r := read(t, d)
	require.Equal(t, 2, r.run().Flagged)
	for i, typed := range []string{"07400 123456", "55 1234 5678"} {
		require.Equal(t, typed, r.mobile(i+1).Value)
		require.Contains(t, r.mobile(i+1).BadReason, "no country code")
	}
	require.Equal(t, "+447400123457", r.mobile(3).Value)

	r.setCountry(1, "GB") // of people 1 and 3
	r.setCountry(2, "MX")
	require.Equal(t, "+447400123456", r.mobile(1).Value)
	require.Equal(t, "+525512345678", r.mobile(2).Value)
	require.Equal(t, "MX", r.mobile(2).Country)
	require.Nil(t, r.mobile(1).ChangedAt, "it came with its person")
	require.Equal(t, "+447400123457", r.mobile(3).Value, "a country's code says it all")
	r.in(func(ctx context.Context, tx store.Tx) {
		found, err := people.ListContacts(ctx, tx, people.ContactQuery{Phone: "+525512345678"})
		require.NoError(t, err)
		require.Len(t, found.Items, 1, "found by the number")
	})
	require.Zero(t, r.run().Changed, "the PSA says what it said")
	require.Equal(t, "+525512345678", r.mobile(2).Value)
}

func TestANumberThatIsReadAsAnotherOneIsAnotherOne(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 1)
	d.people[0].Mobile = "415 200 0000"
	r := read(t, d)
	r.setOwnCountry("US")
	r.run()
	require.Equal(t, "+14152000000", r.mobile(1).Value)
	r.setCountry(1, "BR")
	require.NotEqual(t, "+14152000000", r.mobile(1).Value)
	require.NotNil(t, r.mobile(1).ChangedAt, "it cools off")
	r.setCountry(1, "")
	require.Equal(t, "+14152000000", r.mobile(1).Value, "as the MSP's country again")
	r.setOwnCountry("")
	require.Contains(t, r.mobile(1).BadReason, "no country code")
	r.setOwnCountry("US")
	require.Equal(t, "+14152000000", r.mobile(1).Value)
}

func TestThePSAsOwnCountryIsTakenOverWhenItChangesIt(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 1)
	d.people[0].Mobile = "07400 123456"
	r := read(t, d)
	r.run()
	d.editCompany(0, func(c *directory.Company) { c.Country = "GB" })
	r.run()
	require.Equal(t, "+447400123456", r.mobile(1).Value)
	r.setCountry(1, "MX")
	d.editCompany(0, func(c *directory.Company) { c.Name = "Northwind" })
	r.run()
	r.in(func(ctx context.Context, tx store.Tx) {
		company, err := people.GetCompany(ctx, tx, r.person(1).Company.ID)
		require.NoError(t, err)
		require.Equal(t, "MX", company.Country, "what somebody corrected stays until the PSA changes it")
	})
}

func TestWhoMovesToACompanyOfAnotherCountryIsReadAnew(t *testing.T) {
	t.Parallel()
	d := newDirectory(2, 2)
	d.companies[0].Country, d.companies[1].Country = "US", "GB"
	d.people[0].Mobile = "07400 123456"
	r := read(t, d)
	r.run()
	require.NotEmpty(t, r.mobile(1).BadReason)
	d.edit(0, func(c *directory.Contact) { c.CompanyID = "2" })
	r.run()
	require.Equal(t, "+447400123456", r.mobile(1).Value)
}

func TestNumbersAreComparedAsNumbers(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 3)
	d.companies[0].Country = "US"
	d.people[0].Mobile, d.people[1].Mobile, d.people[2].Mobile = "(415) 555-0134", "+1 415 555 0135", "415.555.0136"
	d.people[1].Email = "PERSON2@client.example"
	r := read(t, d)
	r.in(func(ctx context.Context, tx store.Tx) {
		company, err := people.CreateCompany(ctx, tx, "Client 1", "US")
		require.NoError(t, err)
		_, err = people.ImportContacts(ctx, tx, []people.NewContact{
			{CompanyID: company.ID, Name: "Person 1", Email: "person1@client.example", Mobile: "(415) 555-0134"},
			{CompanyID: company.ID, Name: "Person 2", Email: "person2@client.example", Mobile: "415-555-0135"},
			{CompanyID: company.ID, Name: "Person 3", Mobile: "1 415 555 0136"},
		})
		require.NoError(t, err)
	})
	r.run()
	require.Equal(t, 4, r.count(`SELECT count(*) FROM contacts`), "the third one has an address that nobody typed")
	require.Equal(t, 3, r.count(`SELECT count(*) FROM contact_links`))
}
