package otp_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/otp"
)

func TestNoPairThatIsDrawnSoundsAlike(t *testing.T) {
	t.Parallel()
	first := map[string]bool{}
	pairs := map[string]bool{}
	for a := range uint64(200) {
		for b := range uint64(200) {
			pair := otp.Pair(a, b)
			one, other, two := strings.Cut(pair, " ")
			require.True(t, two)
			require.False(t, otp.SoundAlike(one, other), pair)
			require.NotEqual(t, one[:1], other[:1], pair)
			require.NotEqual(t, one[len(one)-2:], other[len(other)-2:], "%s rhymes", pair)
			first[one], pairs[pair] = true, true
		}
	}
	require.Greater(t, len(first), 100)
	require.Greater(t, len(pairs), 8_000, "thirteen bits, so that nobody guesses a pair")
}

func TestWhatSoundsAlike(t *testing.T) {
	t.Parallel()
	for pair, alike := range map[string]bool{
		"rocket pocket": true, "jacket bucket": true, "saddle paddle": true, "button cotton": true, "melon lemon": true, "canyon kitten": true, "cedar cello": true,
		"candle camel": true, "harbor amber": true, "pebble maple": true, "ember amber": true, "cherry library": true, "donkey monkey": true, "lantern lantern": true,
		"rocket umbrella": false, "window tulip": false, "zebra forest": false, "piano jigsaw": false,
	} {
		one, other, _ := strings.Cut(pair, " ")
		require.Equal(t, alike, otp.SoundAlike(one, other), pair)
		require.Equal(t, alike, otp.SoundAlike(other, one), pair)
	}
}
