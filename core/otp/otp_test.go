package otp_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/keys"
	"countersign/core/otp"
)

func sendOf(ring *keys.Ring, verification string, number int) otp.Send {
	return otp.Send{KeyID: ring.Active(), Tenant: "t", Verification: verification, Number: number}
}

func TestACodeIsMadeAgainAndBelongsToItsSend(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.IntRange(6, 8).Draw(t, "digits")
		send := sendOf(ring, rapid.String().Draw(t, "verification"), rapid.IntRange(1, 5).Draw(t, "number"))
		code, err := otp.Code(ring, send, digits)
		require.NoError(t, err)
		require.Regexp(t, regexp.MustCompile(`^\d+$`), code)
		require.Len(t, code, digits, "leading zeros are kept")
		again, err := otp.Code(ring.Rotated(), send, digits)
		require.NoError(t, err)
		require.Equal(t, code, again, "a retried send, also after a rotation, has the same code")
	})
}

// TestCodesSpread draws many codes: every leading digit comes up about as often as another, and hardly a code twice.
func TestCodesSpread(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	const drawn = 20_000
	first, seen := map[byte]int{}, map[string]bool{}
	for i := range drawn {
		code, err := otp.Code(ring, sendOf(ring, "v", i+1), 6)
		require.NoError(t, err)
		first[code[0]]++
		seen[code] = true
	}
	require.Len(t, first, 10)
	for digit, n := range first {
		require.InDelta(t, drawn/10, n, drawn/50, "leading %c", digit)
	}
	require.Greater(t, len(seen), drawn*97/100)
}

func TestCodeLinkAndDigestAreSeparate(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	send := sendOf(ring, "v", 1)
	token, err := otp.LinkToken(ring, send)
	require.NoError(t, err)
	require.Len(t, token, 22, "128 bits, base64url")
	other, err := otp.LinkToken(ring, sendOf(ring, "v", 2))
	require.NoError(t, err)
	require.NotEqual(t, token, other)
	require.NotEqual(t, otp.LinkHash(token), otp.LinkHash(other))

	digest, err := otp.Digest(ring, ring.Active(), "v", "123456")
	require.NoError(t, err)
	same, err := otp.Digest(ring, ring.Active(), "v", "123456")
	require.NoError(t, err)
	require.Equal(t, digest, same)
	for _, c := range [][2]string{{"w", "123456"}, {"v", "123457"}} {
		another, err := otp.Digest(ring, ring.Active(), c[0], c[1])
		require.NoError(t, err)
		require.NotEqual(t, digest, another)
	}
	for _, digits := range []int{0, 5, 9} {
		_, err := otp.Code(ring, send, digits)
		require.Error(t, err)
	}
	_, err = otp.Code(ring, otp.Send{KeyID: "k9"}, 6)
	require.ErrorIs(t, err, keys.ErrUnknownKey)
}

func TestCleanTakesDigitsAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for guess, clean := range map[string]string{"012345": "012345", " 012 345 ": "012345", "012-345": "012345", "012\u00a0345": "012345",
		"012\u202f345": "012345", "012\u2011345": "012345", "\u206601\u200b2345\u2069": "012345", "٠١٢٣٤٥": "012345", "۰۱۲۳۴۵": "012345", "०१२३४५": "012345", "０１２３４５": "012345", "𝟎𝟏𝟐𝟑𝟒𝟓": "012345", "012345.": "012345", "“012345”": "012345"} {
		got, err := otp.Clean(guess, 6)
		require.NoError(t, err, guess)
		require.Equal(t, clean, got)
	}
	for _, guess := range []string{"", "12345", "1234567", "12345a", "１２３４５", "12345½", "+12345", "1234.5", "123456\x00"} {
		_, err := otp.Clean(guess, 6)
		require.ErrorIs(t, err, otp.ErrFormat, "%q", guess)
	}
}

func TestACodeIsReadInGroups(t *testing.T) {
	t.Parallel()
	for code, read := range map[string]string{"915588": "915 588", "9155882": "915 5882", "91558820": "9155 8820"} {
		require.Equal(t, read, otp.InGroups(code))
	}
}
