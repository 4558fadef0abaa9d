package superops

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

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
	f.Fuzz(func(_ *testing.T, custom, configured string) { mobileIn(json.RawMessage(custom), configured) })
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
