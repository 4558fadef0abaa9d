package mask_test

import (
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/mask"
)

func TestPhone(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"+14155550134":      "+1 415 ••• ••34",
		"+447400123456":     "+44 ••• ••• ••56",
		"+4915112345678":    "+49 •••• ••• ••78",
		"+493012345678":     "+49 ••• ••• ••78",
		"+31612345678":      "+31 •• ••• ••78",
		"+353871234567":     "+353 •• ••• ••67",
		"+79161234567":      "+7 ••• ••• ••67",
		"+68212345":         "+682 • ••••",
		"+6831234":          "•••",
		"+4912345678":       "+49 •••• ••78",
		"":                  "•••",
		"+":                 "•••",
		"555-01":            "•••",
		"14155550134":       "•••",
		"+1415555o134":      "•••",
		"+04155550134":      "•••",
		"+1415555013412345": "•••",
	} {
		require.Equal(t, want, mask.Phone(number), number)
	}
}

func TestEmail(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"ana@northwind.example":        "a•••@northwind.example",
		"ana.torres@northwind.example": "a•••@northwind.example",
		"an@northwind.example":         "•••@northwind.example",
		"a@northwind.example":          "•••@northwind.example",
		"Émile@northwind.example":      "É•••@northwind.example",
		"a@b@c.example":                "a•••@c.example",
		"\xff\xfe\xfd@c.example":       "•••@c.example",
		"@northwind.example":           "•••",
		"ana@":                         "•••",
		"ana":                          "•••",
		"":                             "•••",
	} {
		require.Equal(t, want, mask.Email(address), address)
	}
}

// A masked number tells its country code, an area code in North America and the last two digits: the digits between are never there.
func TestPhoneHidesFourDigitsAtLeast(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[1-9][0-9]{6,14}`).Draw(t, "digits")
		masked := mask.Phone("+" + digits)
		shown := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, masked)
		require.LessOrEqual(t, len(shown), len(digits)-4)
		require.LessOrEqual(t, len(shown), 6)
		if masked != mask.Hidden {
			require.Equal(t, len(digits), len(shown)+strings.Count(masked, "•"), "as many places as digits")
		}
		require.True(t, strings.HasPrefix(digits, shown) || strings.HasPrefix(digits, shown[:len(shown)-2]))
	})
}

// The country codes cut off here are those of the numbering plan.
func TestCountryCodes(t *testing.T) {
	t.Parallel()
	for code := range phonenumbers.GetSupportedCallingCodes() {
		prefix := "+" + phonenumbers.Format(&phonenumbers.PhoneNumber{CountryCode: new(int32(code)), NationalNumber: new(uint64(1))}, phonenumbers.E164)[1:]
		prefix = strings.TrimSuffix(prefix, "1")
		require.True(t, strings.HasPrefix(mask.Phone(prefix+"234567890"), prefix+" "), prefix)
	}
}

func TestEmailShowsOneLetterAtMost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		local := rapid.StringMatching(`[a-z0-9.+_-]{1,20}`).Draw(t, "local")
		masked := mask.Email(local + "@example.com")
		front, _, _ := strings.Cut(masked, "@")
		require.LessOrEqual(t, len([]rune(strings.ReplaceAll(front, "•", ""))), 1)
		require.Equal(t, 3, strings.Count(front, "•"), "the number of dots must not tell the length")
	})
}
