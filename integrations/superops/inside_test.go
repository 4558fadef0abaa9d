package superops

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/psa"
)

// TestNobodyWhoStaysIsLeftOut reads a list from which people vanish between any two pages.
func TestNobodyWhoStaysIsLeftOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := make([]int, rapid.IntRange(0, 900).Draw(t, "people"))
		for i := range list {
			list[i] = i
		}
		seen := map[int]bool{}
		troubles := rapid.IntRange(0, 8).Draw(t, "times that somebody vanishes")
		at := place{page: 1}
		for requests := 0; ; requests++ {
			require.Less(t, requests, 200, "the list does not end")
			from, to := min((at.page-1)*pageSize, len(list)), min(at.page*pageSize, len(list))
			for _, one := range list[from:to] {
				seen[one] = true
			}
			next := at.next(told{HasMore: to < len(list), Total: count(len(list))}, to-from)
			if next == "" {
				break
			}
			var err error
			at, err = placeOf(psa.Position{Next: next})
			require.NoError(t, err)
			if troubles == 0 || rapid.Bool().Draw(t, "quiet") {
				continue
			}
			troubles--
			for range rapid.SampledFrom([]int{1, 3, 100, 101, 250}).Draw(t, "gone") {
				if len(list) > 0 {
					gone := rapid.IntRange(0, min(len(list), 120)-1).Draw(t, "who")
					list = append(list[:gone:gone], list[gone+1:]...)
				}
			}
		}
		for _, one := range list {
			require.True(t, seen[one], "%d was left out", one)
		}
	})
}

func FuzzPlaceOf(f *testing.F) {
	for _, seed := range []string{"", "2.98", "0.1", "2", "2.98.1", "https://evil.example", "2.9\n", "99999999.1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, next string) {
		at, err := placeOf(psa.Position{Next: next})
		if err == nil && (at.page < 1 || strings.Trim(next, "0123456789.") != "") {
			t.Fatalf("%q is a place: %+v", next, at)
		}
	})
}

func FuzzSubdomainOf(f *testing.F) {
	for _, seed := range []string{"acme", "https://acme.superops.ai", "acme.superops.ai/#/x", "HTTPS://ACME", "://", "a\nb", "https://user:pw@acme.x", "https://[::1]/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if subdomain, err := subdomainOf(text); err == nil && !label.MatchString(subdomain) {
			t.Fatalf("%q becomes %q", text, subdomain)
		}
	})
}

func TestSubdomainOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"acme": "acme", " Acme ": "acme", "https://acme.superops.ai": "acme", "acme.superops.ai": "acme", "https://acme.superops.ai:443/#/tickets": "acme", "acme.superops.ai/x": "acme",
	} {
		got, err := subdomainOf(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
}

func FuzzMobileIn(f *testing.F) {
	for _, seed := range []string{`{"udf1text":"+1"}`, `[{"columnName":"udf1text","label":"Cell","value":"+1"}]`, `{"cell":{"a":1}}`, `[1]`, `null`, `{`} {
		f.Add(seed, "udf1text")
		f.Add(seed, "")
	}
	f.Fuzz(func(t *testing.T, custom, configured string) {
		key, value := mobileIn(json.RawMessage(custom), configured)
		if key == "" && value != "" {
			t.Fatal("a number of no field")
		}
	})
}

func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"a < b", "<div>x</div>", "<p>a<br>b", "&lt;p&gt;", "<<p>>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		if !looksHTML.MatchString(content) && plain(content) != strings.TrimSpace(content) {
			t.Fatalf("%q was no HTML", content)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add(`{"accountId":4,"name":"x"}`)
	f.Add(`[{}]`)
	f.Add(`"98"`)
	f.Fuzz(func(t *testing.T, raw string) {
		var held struct {
			ID     identifier
			Record record
			Count  count
		}
		if json.Unmarshal([]byte(`{"ID":`+raw+`,"Record":`+raw+`,"Count":`+raw+`}`), &held) != nil {
			return
		}
		for _, id := range []string{string(held.ID), held.Record.ID} {
			if id != "" && !digits.MatchString(id) {
				t.Fatalf("%q is no id", id)
			}
		}
		if held.Count < 0 {
			t.Fatal("fewer than none")
		}
	})
}
