package halopsa

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/integrations/kit"
)

func TestAListThatTellsNoCountEnds(t *testing.T) {
	t.Parallel()
	require.Equal(t, "2.0", after(kit.Place{Page: 1}, pageSize, 0, false))
	require.Empty(t, after(kit.Place{Page: 2}, 3, 0, false))
	require.Empty(t, after(kit.Place{Page: 2}, 0, 500, false), "a page of nothing is the last")
	require.Empty(t, after(kit.Place{Page: 1}, 700, 0, true), "a bare array has no pages")
}

func TestMomentsAreUTCAndTheYear1900IsNone(t *testing.T) {
	t.Parallel()
	for said, want := range map[moment]time.Time{
		"2026-01-05T09:00:00":       time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC),
		"2026-01-05T09:00:00.123":   time.Date(2026, 1, 5, 9, 0, 0, 123_000_000, time.UTC),
		"2026-01-05T09:00:00Z":      time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC),
		"2026-01-05T09:00:00+02:00": time.Date(2026, 1, 5, 7, 0, 0, 0, time.UTC),
		"2026-01-05":                time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC),
		"1900-01-01T00:00:00":       {}, "1899-12-30T00:00:00": {}, "0001-01-01T00:00:00": {}, "": {}, "yesterday": {},
	} {
		require.Equal(t, want, said.at(), said)
	}
	require.True(t, moment("1900-01-01T00:00:00").isNone())
	require.False(t, moment("").isNone(), "what is not told is not none")
}

func TestATokenIsUsedForLessThanItLives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.Float64Range(0.001, 1e5).Draw(t, "seconds")
		used := usable(seconds)
		require.Positive(t, used)
		require.Less(t, used.Seconds(), seconds)
	})
	require.Equal(t, 59*time.Minute, usable(3600))
	for _, none := range []float64{0, -1, 1e300} {
		require.Equal(t, lifetime-early, usable(none))
	}
}

func TestTokensAreGivenAtHomeOrByHalo(t *testing.T) {
	t.Parallel()
	base := parsed(t, "https://acme.halopsa.com/x")
	for said, want := range map[string]string{
		"https://acme.halopsa.com/auth":           "https://acme.halopsa.com/auth/token?tenant=acme",
		"https://ACME.halopsa.com/x/auth/":        "https://ACME.halopsa.com/x/auth/token?tenant=acme",
		"https://auth.haloitsm.com":               "https://auth.haloitsm.com/token?tenant=acme",
		"http://acme.halopsa.com/auth":            "https://acme.halopsa.com/x/auth/token?tenant=acme",
		"https://halopsa.com.evil.example/auth":   "https://acme.halopsa.com/x/auth/token?tenant=acme",
		"https://evilhalopsa.com/auth":            "https://acme.halopsa.com/x/auth/token?tenant=acme",
		"https://auth.halopsa.com:8443/auth":      "https://acme.halopsa.com/x/auth/token?tenant=acme",
		"https://a@auth.halopsa.com/auth":         "https://acme.halopsa.com/x/auth/token?tenant=acme",
		"https://evil.example/.halopsa.com/auth":  "https://acme.halopsa.com/x/auth/token?tenant=acme",
		"https://evil.example?x=.halopsa.com":     "https://acme.halopsa.com/x/auth/token?tenant=acme",
		"https://evil.example\\@auth.halopsa.com": "https://acme.halopsa.com/x/auth/token?tenant=acme",
		"": "https://acme.halopsa.com/x/auth/token?tenant=acme",
	} {
		require.Equal(t, want, doorOf(base, said, "acme").String(), said)
	}
	require.Equal(t, "https://acme.halopsa.com/x/auth/token?tenant=a%26b", doorOf(base, "", "a&b").String())
	require.Equal(t, "https://acme.halopsa.com/x/auth/token", doorOf(base, "", "").String())
}

func parsed(t *testing.T, raw string) *url.URL {
	t.Helper()
	at, err := url.Parse(raw)
	require.NoError(t, err)
	return at
}

// FuzzDoor: credentials go only to the server or, over https, to Halo.
func FuzzDoor(f *testing.F) {
	f.Add("https://acme.halopsa.com/auth", "acme")
	f.Add("https://evil.example\\@acme.halopsa.com", "a&b=c#")
	base, err := url.Parse("https://desk.example/x")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, said, tenant string) {
		again, err := url.Parse(doorOf(base, said, tenant).String())
		if err != nil || again.Scheme != "https" || again.User != nil {
			t.Fatalf("%q: %v", said, again)
		}
		host := strings.ToLower(again.Hostname())
		if host != "desk.example" && !slices.ContainsFunc(clouds, func(cloud string) bool { return strings.HasSuffix(host, cloud) }) {
			t.Fatalf("%q leads to %q", said, host)
		}
	})
}

// FuzzParse: no answer makes a parser stumble, and no sentence becomes a code.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"record_count":2,"users":[{"id":5.0,"client_id":"19","ulastupdate":"1900-01-01T00:00:00"}]}`))
	f.Add([]byte(`[{"id":-1}]`))
	f.Add([]byte(`{"ClassName":"System.Exception","Message":"Ana Torres","resultCode":"7"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		found, ok := parseList[userRow](body, "users")
		for _, row := range found.rows {
			if contact := row.contact(); ok && (strings.Trim(contact.ID, "0123456789") != "" || strings.HasPrefix(contact.ID, "0") || contact.UpdatedAt.Year() < 1 || found.count < 0) {
				t.Fatalf("%+v", contact)
			}
		}
		if code, _ := parseComplaint(body); strings.ContainsAny(code, " @+\n") || len(code) > 64 {
			t.Fatalf("%q", code)
		}
		var one id
		if json.Valid(body) && one.UnmarshalJSON(body) != nil || one < 0 {
			t.Fatal(one)
		}
	})
}
