package zendesktest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestASearchIsRead(t *testing.T) {
	t.Parallel()
	terms, err := parseSearch(`type:ticket status<solved  requester:42 "two words" subject:"a:b" word`)
	require.NoError(t, err)
	require.Equal(t, []term{{"type", ":", "ticket"}, {"status", "<", "solved"}, {"requester", ":", "42"}, {"", "", "two words"}, {"subject", ":", "a:b"}, {"", "", "word"}}, terms)
	for _, wrong := range []string{`"open`, `"a"b`, `type:`, `status< solved`, `subject:"x`} {
		_, err := parseSearch(wrong)
		require.Error(t, err, wrong)
	}
	require.True(t, says(`Ana's "reset" 漢字`, "RESET 漢字"))
	require.False(t, says("zebrafish swims", "fish"))
}

// FuzzParseSearch: reading a search ends, and no term is made of nothing but quotes.
func FuzzParseSearch(f *testing.F) {
	f.Add(`type:ticket "a b" status<=open`)
	f.Add(`a:"b" "" c<`)
	f.Fuzz(func(t *testing.T, query string) {
		terms, err := parseSearch(query)
		if err != nil {
			return
		}
		for _, one := range terms {
			require.True(t, one.property == "" || one.value != "")
			require.True(t, strings.Contains(query, one.value))
		}
	})
}
