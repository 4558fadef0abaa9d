package otp_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/keys"
	"countersign/core/otp"
)

func TestANumberHasTwoDigitsAndBelongsToItsSend(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	seen := map[string]bool{}
	for number := range 2000 {
		s := sendOf(ring, "v1", number+1)
		first, err := otp.MatchNumber(ring, s)
		require.NoError(t, err)
		again, err := otp.MatchNumber(ring, s)
		require.NoError(t, err)
		require.Equal(t, first, again)
		clean, err := otp.CleanNumber(first)
		require.NoError(t, err)
		require.Equal(t, first, clean)
		require.NotEqual(t, byte('0'), first[0], "a leading zero is easily lost when it is said aloud")
		seen[first] = true
	}
	require.Len(t, seen, 90)
}

func TestTwoDifferentWords(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	seen := map[string]bool{}
	for number := range 500 {
		pair, err := otp.Words(ring, sendOf(ring, "v1", number+1))
		require.NoError(t, err)
		words := strings.Fields(pair)
		require.Len(t, words, 2)
		require.NotEqual(t, words[0], words[1])
		seen[pair] = true
	}
	require.Greater(t, len(seen), 440, "pairs repeat seldom")
}

func TestWhatIsNoNumber(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "4", "477", "4a", "-4", "4.7"} {
		_, err := otp.CleanNumber(typed)
		require.ErrorIs(t, err, otp.ErrNumber, typed)
	}
	for _, typed := range []string{" 4 7 ", "47.", "４７", "\"47\"", "4\u20117", "(47)"} {
		clean, err := otp.CleanNumber(typed)
		require.NoError(t, err, typed)
		require.Equal(t, "47", clean)
	}
}
