package kaseyabms

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// TestNobodyWhoStaysIsLeftOut reads lists of servers with pages of any size and rows in any order, while rows vanish and come between the pages.
func TestNobodyWhoStaysIsLeftOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(23, pageSize).Draw(t, "the server's largest page")
		rows := make([]int, rapid.IntRange(0, 900).Draw(t, "rows"))
		stays, seen := map[int]bool{}, map[int]bool{}
		for i := range rows {
			rows[i], stays[i+1] = i+1, true
		}
		byID := rapid.Bool().Draw(t, "by id")
		if !byID {
			rows = rapid.Permutation(rows).Draw(t, "order")
		}
		counted := rapid.IntRange(0, 1).Draw(t, "counted")
		if counted == 0 {
			most = pageSize // the client cannot know that pages are smaller
		}
		last := len(rows)
		at, _ := parsePlace("")
		for pages := 0; ; pages++ {
			require.Less(t, pages, 400, "the list does not end")
			number, size := at.page()
			start := min((number-1)*size, len(rows))
			if size > most {
				require.Equal(t, 1, number, "a page that is too large is asked for but once")
			}
			shown := rows[start:min(start+min(size, most), len(rows))]
			after, ok := at.follow(shown, counted*len(rows), byID)
			require.True(t, ok)
			for _, id := range shown[:after.known] {
				require.True(t, seen[id] || id <= at.last, "%d is left out as known, and is not", id)
			}
			for _, id := range shown[after.known:] {
				seen[id] = true
			}
			if after.done {
				break
			}
			again, ok := parsePlace(after.next.String())
			require.True(t, ok)
			require.Equal(t, after.next, again)
			at = again
			if pages >= 20 {
				continue
			}
			for range min(rapid.IntRange(0, 40).Draw(t, "gone"), max(0, len(rows)-1)) {
				i := rapid.IntRange(0, len(rows)-1).Draw(t, "who")
				delete(stays, rows[i])
				rows = slices.Delete(rows, i, i+1)
			}
			for range rapid.IntRange(0, 40).Draw(t, "come") {
				last++
				rows = append(rows, last)
			}
		}
		for id := range stays {
			require.True(t, seen[id], "%d was left out", id)
		}
	})
}

func TestMoments(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 14, 30, 5, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`"2026-03-02T14:30:05"`: at, `"2026-03-02T14:30:05Z"`: at, `"2026-03-02T09:30:05-05:00"`: at, `"2026-03-02T14:30:05.1234567"`: at.Add(123456700),
		`"2026-03-02"`: at.Truncate(24 * time.Hour), `null`: {}, `""`: {}, `"yesterday"`: {}, `7`: {}, `"0001-01-01T00:00:00"`: {},
	} {
		var got moment
		require.NoError(t, json.Unmarshal([]byte(text), &got))
		require.Equal(t, want, got.Time, text)
	}
}

func TestCountryNames(t *testing.T) {
	t.Parallel()
	for named, want := range map[string]string{"United States": "US", " usa ": "US", "GERMANY": "DE", "United Kingdom": "GB", "UK": "GB", "nl": "NL", "Atlantis": "", "": "", "ZZ": "", "EU": ""} {
		require.Equal(t, want, countryOf(named), named)
	}
}

func TestATicketThatWasOpenedAgainIsOpen(t *testing.T) {
	t.Parallel()
	done, later := moment{time.Unix(1000, 0)}, moment{time.Unix(2000, 0)}
	require.True(t, ticketRow{CompletedDate: done}.closed())
	require.True(t, ticketRow{CompletedDate: later, ReOpenedDate: done}.closed())
	require.False(t, ticketRow{CompletedDate: done, ReOpenedDate: later}.closed())
	require.False(t, ticketRow{}.closed())
}

func FuzzPlace(f *testing.F) {
	for _, seed := range []string{"", "100-2500-100", "0-7-100", "-1-1-1", "1-1-101", "2147483648-1-1", "1-1", "a-b-c", "01-1-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, next string) {
		at, ok := parsePlace(next)
		if ok && next != "" {
			require.Equal(t, next, at.String(), "there is one way to write a place")
			number, size := at.page()
			require.LessOrEqual(t, size, pageSize)
			require.Positive(t, number)
			require.Positive(t, size)
		}
	})
}

func FuzzGrant(f *testing.F) {
	for _, seed := range []string{`{"success":true,"result":{"accessToken":"a"}}`, `{"success":false,"error":{"code":5}}`, `{"Success":true,"Result":null}`, `<html>`, `{"success":true,"result":{"accessToken":"a\r\nb"}}`} {
		f.Add(200, seed)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		token, _, err := readGrant(httpx.Answer{Status: status, Body: []byte(body)})
		if err == nil {
			require.True(t, httpx.Plain(token, ""), "a token that a header cannot hold")
			return
		}
		require.Empty(t, token)
		require.Contains(t, []provider.Kind{provider.Unauthorized, provider.Throttled, provider.Unavailable}, provider.KindOf(err))
	})
}

func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"a < b", "<p>a<br>b</p>", "&lt;", "<", "<<p>>", "<p>&amp;lt;</p>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, details string) {
		got := kit.PlainText(details)
		require.Equal(t, strings.TrimSpace(got), got)
		if !strings.ContainsAny(details, "<") {
			require.Equal(t, strings.TrimSpace(details), got, "what is no markup stays as it is")
		}
	})
}

func FuzzTrouble(f *testing.F) {
	for _, seed := range []string{`{"code":403}`, `{"code":"403"}`, `{"code":1e9}`, `"x"`, `{"code":{}}`, ``} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		code := parseTrouble(json.RawMessage(raw))
		require.LessOrEqual(t, code, 99_999)
		require.GreaterOrEqual(t, code, -99_999)
	})
}
