package contract

import (
	"context"
	"encoding/base64"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/integrations/fake"
)

// directorySuite lists companies and people.
var directorySuite = suite{"directory", []story{
	{"every contact is listed once", everyContactIsListedOnce},
	{"a page's next survives a restart", nextSurvivesARestart},
	{"a forged next goes nowhere", aForgedNextGoesNowhere},
	{"what changed is listed", whatChangedIsListed},
	{"who was deleted is not listed", whoWasDeletedIsNotListed},
}}

// crowd is a population that no PSA shows on one page.
var crowd = fake.Population{Companies: 20, Contacts: 2500, Seed: 7}

// pagesEnough bounds a list that does not end.
const pagesEnough = 200

// listed is a whole list by ids; how often each row came is counted.
type listed[Row any] struct {
	rows  map[string]Row
	times map[string]int
	whole bool // any page said so
	pages int
}

// lists reads a list to its end.
func lists[Row any](b *bench, page func(context.Context, directory.Position) (directory.Page[Row], error), id func(Row) string, since time.Time) listed[Row] {
	b.Helper()
	out := listed[Row]{rows: map[string]Row{}, times: map[string]int{}}
	at := directory.Position{Since: since}
	for {
		got, err := page(b.soon(), at)
		require.NoError(b, err)
		for _, row := range got.Rows {
			out.rows[id(row)] = row
			out.times[id(row)]++
		}
		out.whole = out.whole || got.Whole
		out.pages++
		if got.Next == "" {
			return out
		}
		require.NotEqual(b, at.Next, got.Next, "a page that leads to itself")
		require.Less(b, out.pages, pagesEnough, "the list does not end")
		at.Next = got.Next
	}
}

func (b *bench) contacts(reader directory.Reader, since time.Time) listed[directory.Contact] {
	b.Helper()
	return lists(b, reader.Contacts, func(c directory.Contact) string { return c.ID }, since)
}

func (b *bench) companies(reader directory.Reader) listed[directory.Company] {
	b.Helper()
	return lists(b, reader.Companies, func(c directory.Company) string { return c.ID }, time.Time{})
}

// people are contacts as they stand in many PSAs. A PSA may be unable to hold those that it may not have.
var people = []struct {
	who fake.Person
	may bool
}{
	{who: fake.Person{First: "Zoë", Last: "Łukasiewicz-O'Brien", Email: "zoe@harbor.example", Mobile: "+48601555012"}},
	{who: fake.Person{First: "Noor", Last: "Haddad", Email: "noor@harbor.example"}},
	{who: fake.Person{First: "Femi", Last: "Adeyemi", Email: "femi@harbor.example", Phone: "+14155550170"}},
	{who: fake.Person{First: "Hiro", Last: "Ito", Email: "hiro@harbor.example", Mobile: "+819055550123", Phone: "+81355550123"}, may: true},
	{who: fake.Person{First: "Rosa", Last: "Silva", Mobile: "+351915550199"}, may: true},
	{who: fake.Person{First: "Lars", Last: "Jensen", Email: "lars@harbor.example", Mobile: "+4520555512", Inactive: true}, may: true},
}

func everyContactIsListedOnce(b *bench) {
	reader := needs[directory.Reader](b)
	before := b.contacts(reader, time.Time{})
	own := map[string]fake.Person{b.contact: zebulon}
	for _, one := range people {
		one.who.CompanyID = b.company
		id, err := b.Fake.AddContact(one.who)
		if err != nil && one.may {
			b.Logf("%s cannot hold %+v: %v", b.vendor.Name, one.who, err)
			continue
		}
		require.NoError(b, err)
		own[id] = one.who
	}
	made, err := b.Fake.Populate(crowd)
	require.NoError(b, err)
	again, err := b.Fake.Populate(crowd)
	require.NoError(b, err)
	require.Equal(b, made, again, "the same population adds nothing")

	all := b.contacts(reader, time.Time{})
	require.Len(b, all.rows, len(before.rows)+len(own)-1+crowd.Contacts)
	for id, times := range all.times {
		require.Equal(b, 1, times, "%s is listed more than once", id)
	}
	require.Contains(b, all.rows, made.Contacts.First)
	require.Contains(b, all.rows, made.Contacts.Last)
	require.Greater(b, all.pages, 1)
	companies := b.companies(reader)
	require.Equal(b, "Harbor Dental", companies.rows[b.company].Name)
	require.True(b, companies.rows[b.company].Active)
	require.Contains(b, companies.rows, made.Companies.First)
	require.Contains(b, companies.rows, made.Companies.Last)
	for id, times := range companies.times {
		require.Equal(b, 1, times, "%s is listed more than once", id)
	}
	for id, who := range own {
		isListedAs(b, who, b.company, all.rows[id])
	}
	reached := 0
	for id, row := range all.rows {
		require.NotEmpty(b, row.Name, id)
		if row.CompanyID != "" {
			require.Contains(b, companies.rows, row.CompanyID)
		}
		if row.Mobile != "" {
			reached++
		}
	}
	require.InDelta(b, 0.9, float64(reached)/float64(len(all.rows)), 0.05, "nine in ten have a mobile")
}

func isListedAs(b *bench, who fake.Person, company string, row directory.Contact) {
	b.Helper()
	require.Equal(b, []any{who.Name(), who.Email, company, !who.Inactive}, []any{row.Name, row.Email, row.CompanyID, row.Active})
	if who.Mobile == "" && who.Phone != "" { // a PSA that holds one number cannot tell which it is
		require.Contains(b, []string{row.Phone, row.Mobile}, who.Phone, row.Name)
		return
	}
	require.Equal(b, []string{who.Mobile, who.Phone}, []string{row.Mobile, row.Phone}, row.Name)
}

func nextSurvivesARestart(b *bench) {
	reader := needs[directory.Reader](b)
	made, err := b.Fake.Populate(crowd)
	require.NoError(b, err)
	first, err := reader.Contacts(b.soon(), directory.Position{})
	require.NoError(b, err)
	require.NotEmpty(b, first.Next)
	before := len(b.Journal.Requests(b.Fake.Name()))
	second, err := reader.Contacts(b.soon(), directory.Position{Next: first.Next})
	require.NoError(b, err)
	require.Len(b, b.Journal.Requests(b.Fake.Name()), before+1, "a page is one request")
	elsewhere, err := b.opens(b.URL).(directory.Reader).Contacts(b.soon(), directory.Position{Next: first.Next})
	require.NoError(b, err)
	require.Equal(b, second.Rows, elsewhere.Rows)
	everyone := lists(b, func(ctx context.Context, at directory.Position) (directory.Page[directory.Contact], error) {
		return b.opens(b.URL).(directory.Reader).Contacts(ctx, at)
	}, func(c directory.Contact) string { return c.ID }, time.Time{})
	require.Greater(b, len(everyone.rows), crowd.Contacts)
	require.Contains(b, everyone.rows, made.Contacts.Last)
}

func whatChangedIsListed(b *bench) {
	reader := needs[directory.Reader](b)
	_, err := b.Fake.Populate(crowd)
	require.NoError(b, err)
	before := b.contacts(reader, time.Time{})
	var newest time.Time
	for _, row := range before.rows {
		if row.UpdatedAt.After(newest) {
			newest = row.UpdatedAt
		}
	}
	changed, err := b.Fake.Change(10)
	require.NoError(b, err)
	require.Len(b, slices.Compact(slices.Sorted(slices.Values(changed))), 10)
	after := b.contacts(reader, newest)
	for _, id := range changed {
		row, ok := after.rows[id]
		require.True(b, ok, "%s changed and is not listed", id)
		was := before.rows[id]
		require.True(b, row.Name != was.Name || row.Mobile != was.Mobile, "%s is listed as it was", id)
		require.False(b, row.UpdatedAt.Before(was.UpdatedAt))
	}
	if after.whole { // a person who is missing from a whole list is taken for deleted
		require.ElementsMatch(b, slices.Collect(maps.Keys(before.rows)), slices.Collect(maps.Keys(after.rows)))
	}
}

func whoWasDeletedIsNotListed(b *bench) {
	reader := needs[directory.Reader](b)
	stays := b.adds(people[0].who)
	require.NoError(b, b.Fake.DropContact(b.contact))
	all := b.contacts(reader, time.Time{})
	require.NotContains(b, all.rows, b.contact)
	require.Contains(b, all.rows, stays)
}

func aForgedNextGoesNowhere(b *bench) {
	reader := needs[directory.Reader](b)
	_, err := b.Fake.Populate(crowd)
	require.NoError(b, err)
	first, err := reader.Contacts(b.soon(), directory.Position{})
	require.NoError(b, err)
	evil := newStranger(b)
	host := strings.TrimPrefix(evil.url, "http://")
	forged := []string{
		evil.url, evil.url + "/x?page=2", "//" + host + "/x", "@" + host + "/x", ".evil.example", "https://" + host, "../../../etc", "2&conditions=x", "2#", "\x00", " 2", "%00",
		base64.RawURLEncoding.EncodeToString([]byte(evil.url + "/x")), base64.StdEncoding.EncodeToString([]byte(evil.url)),
	}
	forged = append(forged, forgeries(first.Next, strings.TrimPrefix(b.URL, "http://"), host)...)
	before := len(b.Journal.Requests(b.Fake.Name()))
	for _, next := range forged {
		_, err := reader.Contacts(b.soon(), directory.Position{Next: next})
		b.fails(err, provider.Refused, next)
		_, err = reader.Companies(b.soon(), directory.Position{Next: next})
		b.fails(err, provider.Refused, next)
	}
	require.Zero(b, evil.asked.Load())
	require.Len(b, b.Journal.Requests(b.Fake.Name()), before, "what cannot be ours is not even asked for at home")
}

// forgeries are a real next with its host swapped, in clear, escaped and behind base 64.
func forgeries(next, from, to string) []string {
	from, _, _ = strings.Cut(from, "/")
	var out []string
	for _, pair := range [][2]string{{from, to}, {url.QueryEscape(from), url.QueryEscape(to)}} {
		if strings.Contains(next, pair[0]) {
			out = append(out, strings.ReplaceAll(next, pair[0], pair[1]))
		}
	}
	for _, encoding := range []*base64.Encoding{base64.RawURLEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.StdEncoding} {
		if clear, err := encoding.DecodeString(next); err == nil && strings.Contains(string(clear), from) {
			out = append(out, encoding.EncodeToString([]byte(strings.ReplaceAll(string(clear), from, to))))
		}
	}
	return out
}
