package connectwise

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/integrations/connectwise/connectwisetest"
)

// FuzzParseComplaint: whatever a server answers, an error shows nothing but words of the vendor's own.
func FuzzParseComplaint(f *testing.F) {
	f.Add([]byte(`{"code":"InvalidObject","message":"ticket object is invalid","errors":[{"code":"MissingRequiredField","message":"x","resource":"ticket","field":"summary"}]}`))
	f.Add([]byte(`{"code":"Unauthorized","message":""}`))
	f.Add([]byte(`{"message":"x","errors":[{"field":"a b"}]}`))
	f.Add([]byte(`null`))
	f.Add([]byte(`[`))
	f.Fuzz(func(t *testing.T, body []byte) {
		code, own := parseComplaint(body)
		if !own && code != "" {
			t.Fatal("a code of a body that is not ConnectWise's")
		}
		if len(code) > 3*64+2 {
			t.Fatalf("a code of %d bytes", len(code))
		}
		for _, r := range code {
			if r > '~' || r < ' ' {
				t.Fatalf("%q in a code", r)
			}
		}
	})
}

// TestQuotedTextIsReadBackByTheGrammar: whatever is searched for stays one string literal.
func TestQuotedTextIsReadBackByTheGrammar(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		got, err := connectwisetest.Literals("summary=" + quote(text))
		require.NoError(t, err)
		require.Len(t, got, 1)
		require.Equal(t, utf8.RuneCountInString(text), utf8.RuneCountInString(got[0]))
	})
}

func TestTheCloudsScreensStandBesideItsAPI(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"": "https://na.myconnectwise.net", "https://api-eu.myconnectwise.net": "https://eu.myconnectwise.net", "https://psa.example/": "https://psa.example",
		"https://api-staging.connectwisedev.com": "https://staging.connectwisedev.com", "https://api-psa.example": "https://api-psa.example",
	} {
		client, err := New(Config{BaseURL: base, Company: "acme", PublicKey: "a", PrivateKey: "b", ClientID: "c"})
		require.NoError(t, err)
		require.Equal(t, want+"/v4_6_release/services/system_io/router/openrecord.rails?companyName=acme&locale=en_US&recid=7&recordType=ServiceFv", client.ticketURL("7"))
	}
}
