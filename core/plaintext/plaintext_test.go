package plaintext_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/plaintext"
)

func TestALineIsWhatPeopleSee(t *testing.T) {
	t.Parallel()
	for given, kept := range map[string]string{
		"An\x00a":                       "Ana",
		"\x00":                          "",
		"Ren\xe9":                       "Ren\uFFFD",
		"Ana\r\n\r\nverified by nobody": "Ana verified by nobody",
		"a\u2028b\u2029c\td\x1be":       "a b c d e",
		"\u202eanA\u202c\u2066x\u2069":  "anAx",
		"\u200b\ufeff\u00ad":            "",
		"\u200d \u200c":                 "",
		"  Zoë   Łukasiewicz ":          "Zoë Łukasiewicz",
		"علی\u200cرضا":                  "علی\u200cرضا",
		"👩\u200d🔬 Ada":                  "👩\u200d🔬 Ada",
		"\ufffe\U0001ffffA\ue000":       "A",
		"":                              "",
	} {
		require.Equal(t, kept, plaintext.Line(given, plaintext.LongestName), "%q", given)
	}
	long := plaintext.Line(strings.Repeat("Ana ", 3000), plaintext.LongestName)
	require.LessOrEqual(t, utf8.RuneCountInString(long), plaintext.LongestName)
	require.True(t, strings.HasPrefix(long, "Ana Ana") && strings.HasSuffix(long, "Ana…"), long)
}

func TestAnyLineIsStorableAndStaysAsItIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		limit := rapid.IntRange(1, 40).Draw(t, "limit")
		kept := plaintext.Line(given, limit)
		require.True(t, plaintext.IsStorable(kept))
		require.LessOrEqual(t, utf8.RuneCountInString(kept), limit)
		require.Equal(t, kept, plaintext.Line(kept, limit))
	})
}

func TestAnIDIsKeptAsItIsOrNotAtAll(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"212", "0190aaaa-0000-7000-8000-000000000000", "a.b_c~d", "Ü1"} {
		require.True(t, plaintext.IsID(id), "%q", id)
	}
	for _, id := range []string{"", "2\x0012", "2\xff", "2\uFFFD", "2 1", "2\n1", "2\u200b1", strings.Repeat("1", 201)} {
		require.False(t, plaintext.IsID(id), "%q", id)
	}
}

func TestTicketIDsAreNeitherWordsNorAddresses(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"48190", "#48190", "T20261130.0001", "INC-2026-17", "0190aaaa-0000-7000-8000-000000000000", "2026/17"} {
		require.True(t, plaintext.IsTicketID(id), id)
	}
	for _, id := range []string{
		"", " ", "48190\n\nAna Torres verified", "48190 verified", "https://evil.example/1", "evil.example", "//evil", "48190\u202e", "48190\u200b", "48190\u2028x", "<b>1</b>", "1;2", "a..b", "-1", "../1", "1?x=1", "1%0A",
	} {
		require.False(t, plaintext.IsTicketID(id), "%q", id)
	}
}

func TestTextOfSeveralLines(t *testing.T) {
	t.Parallel()
	for given, kept := range map[string]string{
		"one\r\ntwo\n\tthree":      "one\r\ntwo\n\tthree",
		"a\u2028b\u2029c\x1bd\x00": "a b cd",
		"\u202eanA\u202c \u2066x":  "anA x",
		"\u200fשלום\u200e 1":       "\u200fשלום\u200e 1",
		"\u200b\ufeff":             "",
		"👩\u200d🔬":                 "👩\u200d🔬",
	} {
		require.Equal(t, kept, plaintext.Lines(given), "%q", given)
	}
	require.True(t, plaintext.HasHidden("a\u200bb"))
	require.True(t, plaintext.HasHidden("a\x1bb"))
	require.False(t, plaintext.HasHidden("a\r\nb\t\u2028c 👩\u200d🔬"))
}
