package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/channel"
	"countersign/core/contactsearch"
	"countersign/store"
	peoplestore "countersign/store/people"
	"countersign/store/storetest"
)

// in runs fn in the tenant's transaction.
func in(t testing.TB, s *store.Store, tenant uuid.UUID, fn func(ctx context.Context, tx store.Tx)) {
	t.Helper()
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		fn(ctx, tx)
		return nil
	}))
}

func TestChangedNumberLosesItsShield(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	in(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		company, err := peoplestore.CreateCompany(ctx, tx, "Northwind Dental", "US")
		require.NoError(t, err)
		ana, err := peoplestore.CreateContact(ctx, tx, peoplestore.NewContact{CompanyID: company.ID, Name: "Ana Torres", Email: "Ana.Torres@Northwind.example", Mobile: "(415) 555-0134", Phone: "12"})
		require.NoError(t, err)
		require.Equal(t, "+14155550134", ana.Value(channel.Mobile))
		require.Equal(t, "Ana.Torres@northwind.example", ana.Value(channel.EmailAddress))
		require.NotEmpty(t, ana.ContactPoints[1].BadReason)
		require.Equal(t, "12", ana.Value(channel.Phone), "a bad number is kept for correction")

		changed, fields, err := peoplestore.UpdateContact(ctx, tx, ana.ID, peoplestore.ContactPatch{Mobile: new("415 555 0199"), Phone: new("")})
		require.NoError(t, err)
		require.Equal(t, []string{"mobile", "phone"}, fields)
		require.Len(t, changed.ContactPoints, 2)
		require.NotEqual(t, ana.ContactPoints[0].ID, changed.ContactPoints[0].ID, "another number is another address")
		require.Equal(t, ana.ContactPoints[2].ID, changed.ContactPoints[1].ID, "the e-mail address stayed")

		same, fields, err := peoplestore.UpdateContact(ctx, tx, ana.ID, peoplestore.ContactPatch{Mobile: new("+1 (415) 555-0199"), Name: new("Ana Torres")})
		require.NoError(t, err)
		require.Empty(t, fields, "the same number in other writing is no change")
		require.Equal(t, changed, same)

		found := func(q peoplestore.ContactQuery) int {
			listed, err := peoplestore.ListContacts(ctx, tx, q)
			require.NoError(t, err)
			return len(listed.Items)
		}
		require.Equal(t, 0, found(peoplestore.ContactQuery{Phone: "0134"}))
		require.Equal(t, 1, found(peoplestore.ContactQuery{Phone: "0199"}))
		require.Equal(t, 0, found(peoplestore.ContactQuery{Phone: "199"}), "three digits are too few to ask for")
		require.Equal(t, 1, found(peoplestore.ContactQuery{Email: "torres", Words: "an north", Company: &company.ID}))
		require.Equal(t, 0, found(peoplestore.ContactQuery{Words: "an", Scope: store.Scope{Limited: true}}))

		_, err = peoplestore.UpdateCompany(ctx, tx, company.ID, peoplestore.CompanyPatch{Name: new("Southwind")})
		require.NoError(t, err)
		require.Equal(t, 0, found(peoplestore.ContactQuery{Words: "northw"}))
		require.Equal(t, 1, found(peoplestore.ContactQuery{Words: "southw torr"}))

		require.NoError(t, peoplestore.EraseContact(ctx, tx, ana.ID))
		_, err = peoplestore.GetContact(ctx, tx, ana.ID)
		require.ErrorIs(t, err, store.ErrNotFound)
		require.Equal(t, 0, found(peoplestore.ContactQuery{}))
		require.Equal(t, 0, found(peoplestore.ContactQuery{Words: "ana"}))
	})
}

// someone is a person as the naive search sees them.
type someone struct {
	peoplestore.NewContact
	id      uuid.UUID
	company string
}

func (p someone) matches(q peoplestore.ContactQuery) bool {
	words := contactsearch.Words(p.Name, p.company)
	for _, prefix := range contactsearch.QueryWords(q.Words) {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, prefix) }) {
			return false
		}
	}
	shares := func(have, want []string) bool {
		return slices.ContainsFunc(want, func(w string) bool { return slices.Contains(have, w) })
	}
	switch {
	case q.Phone != "" && !p.hasNumber(q.Phone):
		return false
	case q.Email != "" && !shares(contactsearch.EmailTerms(p.Email), contactsearch.EmailQuery(q.Email)):
		return false
	case q.Company != nil && *q.Company != p.CompanyID:
		return false
	}
	return q.Scope.Allows(p.CompanyID)
}

// hasNumber reports whether the number is the one that was typed, or ends in at least four digits that were.
func (p someone) hasNumber(typed string) bool {
	typed = strings.ReplaceAll(typed, " ", "")
	if strings.HasPrefix(typed, "+") {
		return p.Mobile == typed
	}
	return len(typed) >= 4 && strings.HasSuffix(p.Mobile, typed)
}

// The search finds the same contacts as a filter over all, in the same order, page by page.
func TestSearchAgainstNaiveFilter(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	given := []string{"Ana", "Anna", "Anabel", "Zoë", "Bo", "Øyvind", "Jean-Luc", "A", "Andreas", "Annette"}
	family := []string{"Torres", "O'Brien", "Tor", "Torberg", "Smith", "Smithson", "Łukasz", "Ng"}
	companies := []string{"Northwind Dental", "Harbor Logistics", "North Star", "Ann's Bakery"}
	var people []someone
	var ids []uuid.UUID
	in(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		for _, name := range companies {
			c, err := peoplestore.CreateCompany(ctx, tx, name, "US")
			require.NoError(t, err)
			ids = append(ids, c.ID)
		}
		var all []peoplestore.NewContact
		for i := range 900 {
			g, f, c := given[i%len(given)], family[(i/3)%len(family)], (i*i/7)%len(companies)
			n := peoplestore.NewContact{CompanyID: ids[c], Name: g + " " + f}
			if i%4 != 0 {
				n.Mobile = fmt.Sprintf("+1415555%04d", 100+i%100)
			}
			if i%3 == 0 {
				n.Email = fmt.Sprintf("%s.%d@client%d.example", []string{"info", "ana", "torres"}[i/3%3], i%5, i%2)
			}
			all = append(all, n)
			people = append(people, someone{NewContact: n, company: companies[c]})
		}
		added, err := peoplestore.ImportContacts(ctx, tx, all)
		require.NoError(t, err)
		for i, id := range added {
			people[i].id = id
		}
	})
	slices.SortFunc(people, func(a, b someone) int {
		if c := strings.Compare(contactsearch.SortName(a.Name), contactsearch.SortName(b.Name)); c != 0 {
			return c
		}
		return strings.Compare(a.id.String(), b.id.String())
	})
	rapid.Check(t, func(r *rapid.T) {
		q := peoplestore.ContactQuery{Limit: rapid.SampledFrom([]int{1, 7, 50, 200}).Draw(r, "limit")}
		fragment := rapid.Custom(func(r *rapid.T) string {
			text := []rune(rapid.SampledFrom(append(append(given, family...), companies...)).Draw(r, "word"))
			return string(text[:rapid.IntRange(1, len(text)).Draw(r, "length")])
		})
		if rapid.Bool().Draw(r, "by words") {
			q.Words = strings.Join(rapid.SliceOfN(fragment, 1, 3).Draw(r, "words"), " ")
		}
		if rapid.IntRange(0, 3).Draw(r, "by phone") == 0 {
			q.Phone = rapid.SampledFrom([]string{"0142", "+14155550142", "415 555 0150", "50142", "550 0142", "99142", "12", "9999"}).Draw(r, "phone")
		}
		if rapid.IntRange(0, 3).Draw(r, "by email") == 0 {
			q.Email = rapid.SampledFrom([]string{"ana", "ana.1", "@client0.example", "client1.example", "info.0@client0.example", "zzz"}).Draw(r, "email")
		}
		if rapid.IntRange(0, 2).Draw(r, "by company") == 0 {
			q.Company = &ids[rapid.IntRange(0, 3).Draw(r, "company")]
		}
		if rapid.IntRange(0, 2).Draw(r, "limited") == 0 {
			q.Scope = store.Scope{Limited: true, Companies: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 3, rapid.ID).Draw(r, "scope")}
		}
		var want, got []uuid.UUID
		for _, p := range people {
			if p.matches(q) {
				want = append(want, p.id)
			}
		}
		in(t, s, tenant, func(ctx context.Context, tx store.Tx) {
			for page := 0; page == 0 || q.Cursor != ""; page++ {
				listed, err := peoplestore.ListContacts(ctx, tx, q)
				require.NoError(r, err)
				for _, item := range listed.Items {
					got = append(got, item.ID)
				}
				if q.Cursor = listed.Next; len(got) > 20 {
					break // the later pages are like the first
				}
			}
		})
		require.Equal(r, want[:min(len(want), len(got))], got)
		require.True(r, q.Cursor != "" || len(got) == len(want))
	})
}
