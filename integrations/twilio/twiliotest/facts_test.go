package twiliotest

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

// TestTheTablesKnowWhatTheSDKKnows compares the tables of parameters with the vendor's own SDK, which is generated from its API description.
func TestTheTablesKnowWhatTheSDKKnows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sdk   any
		table map[string]param
	}{{openapi.CreateMessageParams{}, messageParams}, {openapi.CreateCallParams{}, callParams}} {
		known := map[string]bool{}
		kind := reflect.TypeOf(c.sdk)
		for i := range kind.NumField() {
			field := kind.Field(i)
			if field.Name == "PathAccountSid" {
				continue
			}
			known[field.Name] = true
			p, ok := c.table[field.Name]
			require.True(t, ok, "%s of %s is missing from the table", field.Name, kind.Name())
			require.Equal(t, field.Type.Elem().Kind() == reflect.Slice, p.repeated, "%s of %s: may it be repeated?", field.Name, kind.Name())
		}
		for name, p := range c.table {
			require.True(t, known[name], "%s is not a parameter of %s", name, kind.Name())
			require.NotNil(t, p.valid, name)
		}
	}
}

func TestTwiMLIsReadStrictly(t *testing.T) {
	t.Parallel()
	for _, good := range []string{
		`<Response/>`, `<?xml version="1.0" encoding="UTF-8"?><Response><Say loop="2" voice="Polly.Joanna">x</Say><Pause length="1"/><Hangup/></Response>`,
		`<Response><Gather numDigits="1" action="/x?a=1&amp;b=2"><Say>x</Say></Gather><Redirect>/y</Redirect></Response>`,
	} {
		_, err := parseTwiML([]byte(good))
		require.NoError(t, err, good)
	}
	for _, wrong := range []string{
		``, `x`, `<Say>x</Say>`, `<Response>`, `<Response><Say>x</Response>`, `<Response><Dial>1</Dial></Response>`, `<Response><Say colour="red">x</Say></Response>`,
		`<Response><Say></Say></Response>`, `<Response><Pause length="long"/></Response>`, `<Response><Say>a & b</Say></Response>`,
		`<Response><Gather><Hangup/></Gather></Response>`, `<Response/><Response/>`, `<Response><Say loop="-1">x</Say></Response>`,
	} {
		_, err := parseTwiML([]byte(wrong))
		require.Error(t, err, wrong)
	}
}

func FuzzParseTwiML(f *testing.F) {
	f.Add([]byte(`<Response><Gather numDigits="1"><Say>x</Say></Gather></Response>`))
	f.Add([]byte(`<Response><Say>`))
	f.Fuzz(func(t *testing.T, document []byte) {
		verbs, err := parseTwiML(document)
		if err != nil && verbs != nil {
			t.Fatal("an error with verbs")
		}
	})
}

func TestSegments(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{1: 1, 160: 1, 161: 2, 306: 2, 307: 3} {
		require.Equal(t, want, segments(string(make([]byte, n))), "%d", n)
	}
	require.Equal(t, 2, segments(string([]rune{71: 'é'})))
}
