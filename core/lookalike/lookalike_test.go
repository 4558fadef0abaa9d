package lookalike_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/lookalike"
)

func TestNamesThatPeopleConfuse(t *testing.T) {
	t.Parallel()
	for what, name := range map[string]string{
		"the same":             "Bravo IT",
		"case":                 "bRAVO it",
		"blanks":               "  Bravo \u00a0 I T ",
		"accents":              "Brávö ÎT",
		"loose accents":        "Bra\u0301vo IT",
		"Cyrillic":             "Вrаvо ІТ",
		"Greek":                "Bravο ΙΤ",
		"full width":           "Ｂｒａｖｏ　ＩＴ",
		"letters of formulas":  "𝐁𝐫𝐚𝐯𝐨 𝐈𝐓",
		"zero-width":           "Bra\u200bvo\u200d IT\ufeff",
		"soft hyphen":          "Bra\u00advo IT",
		"direction":            "\u202aBravo IT\u202c",
		"a small l for I":      "Bravo lT",
		"a one for I":          "Bravo 1T",
		"a zero for o":         "Brav0 IT",
		"signs":                "Bravo-IT.",
		"a variation selector": "Bravo\ufe0f IT",
		"tag characters":       "Bravo\U000e0041 IT",
		"a filler":             "Bravo\u3164IT",
	} {
		require.Equal(t, lookalike.Fold("Bravo IT"), lookalike.Fold(name), what)
	}
	for _, other := range []string{"Bravo", "Bravo ITS", "Brave IT", "Alpha IT", "Bravo IT Support", "БРАВО"} {
		require.NotEqual(t, lookalike.Fold("Bravo IT"), lookalike.Fold(other), other)
	}
	require.NotEqual(t, lookalike.Fold("株式会社"), lookalike.Fold("有限会社"))
	require.Equal(t, lookalike.Fold("Modern"), lookalike.Fold("Modem"))
	require.Empty(t, lookalike.Fold(" -\u200b "))
}

// What cannot be seen, and case, never make another name.
func TestInvisibleCharactersNeverMakeAnotherName(t *testing.T) {
	t.Parallel()
	hidden := []string{"\u200b", "\u200d", "\u2060", "\u00ad", "\u202e", "\ufe0e", " ", "\u00a0", "\t"}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.RuneFrom(nil, unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Digit)).Draw(t, "name")
		var other strings.Builder
		for _, r := range name {
			other.WriteString(rapid.SampledFrom(hidden).Draw(t, "hidden"))
			other.WriteRune(r)
		}
		require.Equal(t, lookalike.Fold(name), lookalike.Fold(other.String()))
		require.Equal(t, lookalike.Fold(name), lookalike.Fold(lookalike.Fold(name)), "what is folded stays")
	})
}
