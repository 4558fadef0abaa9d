package autotask

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAnAddressIsReadAsPeopleGiveIt(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://webservices5.autotask.net":                                    "https://webservices5.autotask.net",
		"https://webservices5.autotask.net/ATServicesRest/V1.0/":               "https://webservices5.autotask.net",
		"http://ww5.autotask.net/Mvc/Framework/Navigation.mvc/Landing":         "https://webservices5.autotask.net",
		"https://WW5.Autotask.net":                                             "https://webservices5.autotask.net",
		"http://127.0.0.1:8099/autotask/":                                      "http://127.0.0.1:8099/autotask",
		"http://127.0.0.1:8099/autotask/atservicesrest":                        "http://127.0.0.1:8099/autotask",
		"http://127.0.0.1:8099":                                                "http://127.0.0.1:8099",
		"https://ww5.autotask.net.evil.example/Mvc/Framework/Navigation.mvc/x": "https://ww5.autotask.net.evil.example/Mvc/Framework/Navigation.mvc/x",
	} {
		base, err := baseOf(given)
		require.NoError(t, err, given)
		require.Equal(t, want, base.String(), given)
	}
}

func TestMomentsAreReadInEveryForm(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for _, given := range []moment{"2026-01-05T09:00:00Z", "2026-01-05T09:00:00.000Z", "2026-01-05T09:00:00", "2026-01-05T09:00:00.000", "2026-01-05T10:00:00+01:00"} {
		require.True(t, want.Equal(given.at()), given)
	}
	require.True(t, moment("yesterday").at().IsZero())
	require.True(t, latest("", "x").IsZero())
	require.Equal(t, want, latest("2025-01-05T09:00:00Z", "2026-01-05T09:00:00Z", ""))
}

func TestFlagsAreReadAsNumbersAndAsWords(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]bool{"1": true, "0": false, "true": true, "false": false, "null": false, `"1"`: true, `"True"`: true} {
		got := flag(!want)
		require.NoError(t, got.UnmarshalJSON([]byte(given)))
		require.Equal(t, want, bool(got), given)
	}
	require.Error(t, json.Unmarshal([]byte("2"), new(flag)))
}

func TestTheUsualNoteIsChosenFromWhatThereIs(t *testing.T) {
	t.Parallel()
	for want, list := range map[int64]picklist{
		9: {{Value: "1", IsActive: true}, {Value: "9", IsActive: true, IsDefaultValue: true}}, 1: {{Value: "3", IsActive: true}, {Value: "1", IsActive: true}},
		3: {{Value: "1"}, {Value: "3", IsActive: true}, {Value: "4", IsActive: true}}, 0: {{Value: "1"}, {Value: "x", IsActive: true}},
	} {
		got, ok := list.usual()
		require.Equal(t, want != 0, ok)
		require.Equal(t, want, got)
	}
}

func TestWhatIsEscapedMeansTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "given")
		raw, err := json.Marshal(given)
		require.NoError(t, err)
		sameMeaning(t, raw)
	})
}

func sameMeaning(t require.TestingT, raw []byte) {
	once := escaped(raw)
	var before, after any
	require.NoError(t, json.Unmarshal(raw, &before))
	require.NoError(t, json.Unmarshal(once, &after))
	require.Equal(t, before, after)
	require.Equal(t, once, escaped(once), "what is escaped stays as it is")
}

func FuzzEscaped(f *testing.F) {
	f.Add([]byte(`{"a":"b \" \\ \u00e9 é + <script>"}`))
	f.Add([]byte(`"\`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			_ = escaped(raw)
			return
		}
		sameMeaning(t, raw)
	})
}

func FuzzParseComplaint(f *testing.F) {
	f.Add([]byte(`{"errors":["No matching records found"]}`))
	f.Add([]byte(`{"errors":[{"message":"x"},7,null]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		sentence, own := parseComplaint(body)
		require.True(t, own || sentence == "")
		require.Regexp(t, `^([a-z_]+|invalid [A-Za-z]+)?$`, codeOf(sentence), "no sentence leaves as a code")
	})
}

// FuzzPlace holds places to what matters: the next address of a page and a place that comes back lead only to the entity's own
// query in the zone.
func FuzzPlace(f *testing.F) {
	f.Add("https://webservices5.autotask.net/ATServicesRest/V1.0/Contacts/query/next?paging=%7B%22a%22%3A1%7D&search=x")
	f.Add("https://webservices5.autotask.net.evil.example/ATServicesRest/V1.0/Contacts/query/next?paging=1")
	f.Add("https://webservices5.autotask.net/ATServicesRest/V1.0/Contacts/queryA?0")
	f.Add("https://webservices5.autotask.net/ATServicesRest/V1.0/Contacts/query/../../Resources?x=1")
	client, err := New(Config{UserName: "u", Secret: "s", IntegrationCode: "c"})
	require.NoError(f, err)
	client.found = &zone{api: &url.URL{Scheme: "https", Host: "webservices5.autotask.net", Path: "/ATServicesRest"}}
	f.Fuzz(func(t *testing.T, raw string) {
		place, ok := client.place(t.Context(), "Contacts", raw)
		if !ok {
			return
		}
		at := placePattern.FindStringSubmatch(place)
		require.NotNil(t, at)
		require.Equal(t, "Contacts", at[1])
		target, err := url.Parse("https://webservices5.autotask.net/ATServicesRest/V1.0/Contacts/query" + at[2] + "?" + at[3])
		require.NoError(t, err)
		require.Equal(t, "webservices5.autotask.net", target.Host)
		require.Regexp(t, `^/ATServicesRest/V1\.0/Contacts/query(/[A-Za-z]+)?$`, target.Path)
	})
}
