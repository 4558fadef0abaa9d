package zendesk

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// FuzzParseComplaint: an error holds only words of a code's shape, for any body.
func FuzzParseComplaint(f *testing.F) {
	for _, seed := range []string{
		`{"error":"RecordInvalid","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}`, `{"error":{"title":"Forbidden","message":"x"}}`,
		`{"error":7,"details":{"a b":null,"c":[{"error":"d e"}]}}`, `{"errors":[{"code":"X"}]}`, `{"errors":[]}`, `null`, `{"error":null,"description":""}`, `[`,
	} {
		f.Add([]byte(seed))
	}
	codes := regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_./]{0,63}( [A-Za-z][A-Za-z0-9_./]{0,63}){0,2})?$`)
	f.Fuzz(func(t *testing.T, body []byte) {
		code, own := parseComplaint(body)
		require.Regexp(t, codes, code)
		require.True(t, own || code == "")
	})
}

// FuzzParsePlace: a place that is taken is one that could have been given, and holds nothing that leads elsewhere.
func FuzzParsePlace(f *testing.F) {
	for _, seed := range []string{"list:eyJvIjoiaWQiLCJ2IjoiYVFFPSJ9", "export:MTU3NjYxMzUzOS4wfHw0Njd8", "time:1390362485", "", ":", "list:https://evil.example", "time:01", "export:\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, next string) {
		p, ok := parsePlace(next)
		if !ok {
			return
		}
		require.Equal(t, next, p.String())
		require.False(t, strings.ContainsFunc(p.at, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`:&?#%@\"`, r) }))
	})
}

func TestWhatIsQuotedIsOnePhrase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		said := quote(rapid.String().Draw(t, "text"))
		inner := strings.TrimSuffix(strings.TrimPrefix(said, `"`), `"`)
		require.Len(t, inner, len(said)-2)
		require.False(t, strings.ContainsFunc(inner, func(r rune) bool { return r == '"' || r == '\\' || unicode.IsControl(r) }))
	})
}
