package contactsearch_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/contactsearch"
)

func TestSortName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Ana Torres":           "ana torres",
		"  Zoë   Łukaszewicz ": "zoe lukaszewicz",
		"Çağrı Öztürk":         "cagri ozturk",
		"Straße":               "strasse",
		"STRAẞE":               "strasse",
		"Søren Ærø":            "soren aero",
		"İpek":                 "ipek",
		"ﬁona":                 "fiona",
		"Анна":                 "анна",
		"田中 花子":                "田中 花子",
		"\xffAna":              "ana",
		"":                     "",
	} {
		require.Equal(t, want, contactsearch.SortName(name), name)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"zoe", "obrien", "brien", "smith"}, contactsearch.Words("Zoë O’Brien-Smith"))
	require.Equal(t, []string{"ana", "torres", "northwind", "dental"}, contactsearch.Words("Ana Torres", "Northwind Dental"))
	require.Equal(t, []string{"ana"}, contactsearch.Words("Ana", "ana"))
	require.Equal(t, []string{"3com", "a", "s"}, contactsearch.Words("3Com A/S"))
	require.Empty(t, contactsearch.Words("", " -'& "))
}

func TestQueryFindsThePerson(t *testing.T) {
	t.Parallel()
	words := contactsearch.Words("Zoë O'Brien-Smith", "Harbor Logistics")
	for query, found := range map[string]bool{
		"zoe": true, "ZOË": true, "o'br": true, "obri": true, "brien": true, "o’brien-smi": true, "smith zoe": true, "harb zo": true,
		"oe": false, "smith ana": false, "logistics zz": false,
	} {
		require.Equal(t, found, matches(words, query), query)
	}
}

// matches is what the search does with both sides.
func matches(words []string, query string) bool {
	for _, q := range contactsearch.QueryWords(query) {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, q) }) {
			return false
		}
	}
	return true
}

// A name is found by itself and by the beginnings of its words.
func TestEveryNameFindsItself(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-zéüßøŁ'’ -]{0,30}`)).Draw(t, "name")
		words := contactsearch.Words(name)
		require.True(t, matches(words, name))
		require.True(t, matches(words, contactsearch.SortName(name)), "folding twice is folding once")
		for _, w := range words {
			require.NotContains(t, w, " ")
			require.NotContains(t, w, "'")
		}
		require.Equal(t, contactsearch.SortName(name), contactsearch.SortName(contactsearch.SortName(name)))
	})
}

func TestGiven(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Ana Torres": "Ana", "Ana": "Ana", " Ana  Torres ": "Ana", "Torres, Ana": "Ana", "Torres, Dr. Ana Maria": "Ana", "Dr. Ana Torres": "Ana",
		"Prof. Dr. Ana Torres": "Ana", "Ana Torres, PhD": "Ana", "Dr": "Dr", "Torres,": "Torres", "": "", "Jean-Luc Picard": "Jean-Luc", "田中 花子": "田中",
	} {
		require.Equal(t, want, contactsearch.Given(name), name)
	}
}

func TestEmailTerms(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"ana.torres+it@northwind.example", "ana.torres+it", "@northwind.example", "ana", "torres", "it"}, contactsearch.EmailTerms("Ana.Torres+IT@Northwind.example"))
	require.Equal(t, []string{"ana@northwind.example", "ana", "@northwind.example"}, contactsearch.EmailTerms("ana@northwind.example"))
	require.Nil(t, contactsearch.EmailTerms("ana"))
	require.Nil(t, contactsearch.EmailTerms(""))
}

func TestEmailQuery(t *testing.T) {
	t.Parallel()
	terms := contactsearch.EmailTerms("ana.torres@northwind.example")
	for query, found := range map[string]bool{
		"ana.torres@northwind.example": true, "ANA.TORRES": true, "ana.torres@": true, "torres": true, "@northwind.example": true, "northwind.example": true,
		"@ana.torres": false, "northwind": false, "ben": false, "": false, "@": false, "ana.torres@harbor.example": false,
	} {
		require.Equal(t, found, anyOf(terms, contactsearch.EmailQuery(query)), query)
	}
}

func TestPhoneQuery(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"+447400123456", "3456", "0123456"}, contactsearch.PhoneTerms("+447400123456"))
	for query, found := range map[string]bool{
		"+44 7400 123456": true, "07400 123456": true, "0044 7400 123456": true, "7400123456": true, "3456": true, "123-456": true, "0123456": true,
		"456": false, "+3456": false, "1234": false, "+1 7400 123456": false, "": false,
	} {
		require.Equal(t, found, phoneFound("+447400123456", query), query)
	}
	require.True(t, phoneFound("+14155550134", "(415) 555-0134"))
	require.True(t, phoneFound("+14155550134", "0134"))
	require.Nil(t, contactsearch.PhoneTerms(""))
}

// phoneFound looks for a number as the list does.
func phoneFound(number, query string) bool {
	terms, ends := contactsearch.PhoneQuery(query)
	return anyOf(contactsearch.PhoneTerms(number), terms) && (ends == nil || contactsearch.EndsIn(number, ends))
}

func anyOf(terms, query []string) bool {
	return slices.ContainsFunc(query, func(q string) bool { return slices.Contains(terms, q) })
}

// A number is found by any end of at least four digits, and by no other digits of that length.
func TestEveryTailFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[1-9][0-9]{6,14}`).Draw(t, "digits")
		n := rapid.IntRange(4, len(digits)).Draw(t, "n")
		require.True(t, phoneFound("+"+digits, digits[len(digits)-n:]))
		other := digits[len(digits)-n:]
		if rapid.Bool().Draw(t, "another") {
			other = rapid.StringMatching(`[1-9][0-9]{3,10}`).Draw(t, "other")
		}
		require.Equal(t, strings.HasSuffix(digits, other) || strings.HasSuffix(digits, strings.TrimLeft(other, "0")) && len(strings.TrimLeft(other, "0")) > 6, phoneFound("+"+digits, other))
	})
}
