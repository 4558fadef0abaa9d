package price_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/core/price"
)

func TestSegments(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want price.SMS
	}{
		"nothing":                        {"", price.SMS{Encoding: price.GSM7, Units: 0, Count: 1}},
		"plain":                          {"Your code is 409127.", price.SMS{Encoding: price.GSM7, Units: 20, Count: 1}},
		"a full one":                     {strings.Repeat("a", 160), price.SMS{Encoding: price.GSM7, Units: 160, Count: 1}},
		"one more":                       {strings.Repeat("a", 161), price.SMS{Encoding: price.GSM7, Units: 161, Count: 2}},
		"two full":                       {strings.Repeat("a", 306), price.SMS{Encoding: price.GSM7, Units: 306, Count: 2}},
		"three":                          {strings.Repeat("a", 307), price.SMS{Encoding: price.GSM7, Units: 307, Count: 3}},
		"the euro sign takes two":        {strings.Repeat("€", 80), price.SMS{Encoding: price.GSM7, Units: 160, Count: 1}},
		"81 euro signs":                  {strings.Repeat("€", 81), price.SMS{Encoding: price.GSM7, Units: 162, Count: 2}},
		"an escape is not cut":           {strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), price.SMS{Encoding: price.GSM7, Units: 306, Count: 3}},
		"accents of the alphabet":        {"Größe, Ñandú à", price.SMS{Encoding: price.UCS2, Units: 14, Count: 1}},
		"German is in the alphabet":      {"Grüße für Ähnliches", price.SMS{Encoding: price.GSM7, Units: 19, Count: 1}},
		"a curly quote makes it all ucs": {strings.Repeat("a", 69) + "’", price.SMS{Encoding: price.UCS2, Units: 70, Count: 1}},
		"71 ucs":                         {strings.Repeat("ж", 71), price.SMS{Encoding: price.UCS2, Units: 71, Count: 2}},
		"an emoji takes two":             {strings.Repeat("😀", 35), price.SMS{Encoding: price.UCS2, Units: 70, Count: 1}},
		"an emoji is not cut":            {strings.Repeat("ж", 66) + "😀" + strings.Repeat("ж", 66), price.SMS{Encoding: price.UCS2, Units: 134, Count: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, price.Segments(c.text))
		})
	}
}

// More text is never fewer segments, and a segment holds at least 66 units.
func TestSegmentsGrow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("aé€ж😀[ "))).Draw(t, "text")
		got := price.Segments(text)
		require.GreaterOrEqual(t, price.Segments(text+"a").Count, got.Count)
		require.LessOrEqual(t, got.Count, got.Units/66+1)
		if got.Encoding == price.UCS2 {
			require.Equal(t, len(utf16.Encode([]rune(text))), got.Units)
		}
	})
}

func TestCents(t *testing.T) {
	t.Parallel()
	require.InDelta(t, 2.4, price.Cents(channel.SMS, "US"), 1e-9)
	require.InDelta(t, 3, price.Cents(channel.Voice, "US"), 1e-9)
	require.Zero(t, price.Cents(channel.Email, "US"))
	require.InDelta(t, 1.2, price.Message("409127", "US"), 1e-9)
	require.InDelta(t, 3.6, price.Message(strings.Repeat("ж", 150), "US"), 1e-9)
	for _, country := range policy.Default().Countries {
		require.Less(t, price.Cents(channel.SMS, country), price.Cents(channel.SMS, "KP"), "%s has no price of its own", country)
		require.Positive(t, price.Cents(channel.Voice, country))
	}
	require.Equal(t, price.Cents(channel.SMS, ""), price.Cents(channel.SMS, "KP"))
}
