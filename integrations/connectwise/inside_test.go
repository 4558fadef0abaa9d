package connectwise

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/integrations/connectwise/connectwisetest"
)

// FuzzParseComplaint: an error shows only the vendor's own words, for any answer.
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

// TestQuotedTextIsReadBackByTheGrammar: the text of a search stays one string literal.
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

func TestAMobileIsCalledSoByItsType(t *testing.T) {
	t.Parallel()
	for kind, mobile := range map[string]bool{
		"Mobile": true, "Cell": true, "Cell Phone": true, "Work mobile": true, "Mobiltelefon": true, "Handy": true, "Móvil": true, "GSM": true,
		"Direct": false, "Office": false, "Automobile club": false, "": false,
	} {
		items := []communication{{Kind: "Fax", Value: "1", Type: reference{Name: kind}}, {Kind: "Phone", Value: "2", Type: reference{Name: kind}}}
		require.Equal(t, mobile, firstOf(items, isMobile) != "", kind)
		require.Equal(t, !mobile, firstOf(items, isOtherPhone) != "", kind)
	}
	items := []communication{{Kind: "Email", Value: " "}, {Kind: "Email", Value: "b"}, {Kind: "Email", Value: " c ", DefaultFlag: true}}
	require.Equal(t, "c", firstOf(items, isEmail), "the default one")
	require.Equal(t, "b", firstOf(items[:2], isEmail), "else the first that says anything")
	require.Empty(t, firstOf(nil, isEmail))
}
