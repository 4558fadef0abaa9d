package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/contactimport"
	"countersign/store"
	peoplestore "countersign/store/people"
	"countersign/store/storetest"
)

// importFile reviews a file and does what the review says.
func importFile(t testing.TB, s *store.Store, tenant uuid.UUID, scope store.Scope, lines ...string) (entries []contactimport.Entry, done peoplestore.ImportResult) {
	t.Helper()
	rows, _, err := contactimport.Read("name,company,email,mobile\n" + strings.Join(lines, "\n"))
	require.NoError(t, err)
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		companies, err := peoplestore.ImportableCompanies(ctx, tx, scope, true)
		require.NoError(t, err)
		entries = contactimport.Check(rows, companies)
		people, err := peoplestore.ImportableContacts(ctx, tx, entries, true)
		require.NoError(t, err)
		contactimport.Match(entries, people)
		done, err = peoplestore.Import(ctx, tx, entries, people, store.Actor{Kind: "user", Name: "Priya Nair"})
		require.NoError(t, err)
	})
	return entries, done
}

func TestAFileIsImportedOnce(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, other := storetest.Tenant(t, s), storetest.Tenant(t, s)
	file := []string{
		"Ana Torres,Northwind Dental,ana@northwind.example,+14155550134",
		"Ben Okafor,northwind  dental,,+14155550135",
		"Chen Wei,Harbor Logistics,chen@harbor.example,not a number",
	}
	_, done := importFile(t, s, tenant, store.Scope{}, file...)
	require.Equal(t, peoplestore.ImportResult{Created: 2, Companies: 1}, done, "a company comes with its first good row")
	entries, done := importFile(t, s, tenant, store.Scope{}, file...)
	require.Zero(t, done)
	require.Equal(t, []contactimport.Action{contactimport.Skip, contactimport.Skip, contactimport.Skip}, []contactimport.Action{entries[0].Action, entries[1].Action, entries[2].Action})

	entries, done = importFile(t, s, tenant, store.Scope{}, "Ana Torres-Lee,Northwind Dental,ANA@northwind.example,+14155550136", "BEN OKAFOR,Northwind Dental,ben@northwind.example,")
	require.Equal(t, peoplestore.ImportResult{Updated: 2}, done)
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		ana, err := peoplestore.GetContact(ctx, tx, entries[0].ContactID)
		require.NoError(t, err)
		require.Equal(t, "Ana Torres-Lee", ana.Name)
		require.Equal(t, "+14155550136", ana.Value(channel.Mobile))
		ben, err := peoplestore.GetContact(ctx, tx, entries[1].ContactID)
		require.NoError(t, err)
		require.Equal(t, "ben@northwind.example", ben.Value(channel.EmailAddress))
		require.Equal(t, "+14155550135", ben.Value(channel.Mobile), "an empty cell removes nothing")
	})

	_, done = importFile(t, s, other, store.Scope{}, file[0])
	require.Equal(t, peoplestore.ImportResult{Created: 1, Companies: 1}, done, "another MSP's people are other people")
}

func TestWhoSeesSomeCompaniesImportsIntoThose(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	mine := givenCompany(t, s, tenant, "northwind")
	givenCompany(t, s, tenant, "harbor")
	entries, done := importFile(t, s, tenant, store.Scope{Limited: true, Companies: []uuid.UUID{mine}}, "Ana,northwind,,", "Ben,harbor,,", "Cem,new co,,")
	require.Equal(t, peoplestore.ImportResult{Created: 1}, done)
	for _, e := range entries[1:] {
		require.Equal(t, []string{"You cannot add people to this company"}, e.Problems)
	}
}

func TestAnErasedPersonIsNotFoundByAFile(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	line := "Ana Torres,Northwind Dental,ana@northwind.example,+14155550134"
	importFile(t, s, tenant, store.Scope{}, line)
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		listed, err := peoplestore.ListContacts(ctx, tx, peoplestore.ContactQuery{})
		require.NoError(t, err)
		require.NoError(t, peoplestore.EraseContact(ctx, tx, listed.Items[0].ID))
	})
	_, done := importFile(t, s, tenant, store.Scope{}, line)
	require.Equal(t, peoplestore.ImportResult{Created: 1}, done)
}

func TestALargeFile(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	file := make([]string, 2000)
	for i := range file {
		file[i] = fmt.Sprintf("Person %d,Company %d,p%d@northwind.example,", i, i%20, i)
	}
	_, done := importFile(t, s, tenant, store.Scope{}, file...)
	require.Equal(t, peoplestore.ImportResult{Created: 2000, Companies: 20}, done)
	_, done = importFile(t, s, tenant, store.Scope{}, file...)
	require.Zero(t, done)
}
