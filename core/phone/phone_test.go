package phone_test

import (
	"regexp"
	"testing"

	"github.com/nyaruka/phonenumbers/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/phone"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]phone.Number{
		"+14155550134":       {E164: "+14155550134", Country: "US", National: "(415) 555-0134", Line: phone.Unknown},
		" (415) 555-0134 ":   {E164: "+14155550134", Country: "US", National: "(415) 555-0134", Line: phone.Unknown},
		"415.555.0134":       {E164: "+14155550134", Country: "US", National: "(415) 555-0134", Line: phone.Unknown},
		"011 44 7400 123456": {E164: "+447400123456", Country: "GB", National: "07400 123456", Line: phone.Mobile},
		"+49 1511 2345678":   {E164: "+4915112345678", Country: "DE", National: "01511 2345678", Line: phone.Mobile},
		"+49 30 12345678":    {E164: "+493012345678", Country: "DE", National: "030 12345678", Line: phone.Fixed},
		"+1 416 555 0134":    {E164: "+14165550134", Country: "CA", National: "(416) 555-0134", Line: phone.Unknown},
		"＋１４１５５５５０１３４":       {E164: "+14155550134", Country: "US", National: "(415) 555-0134", Line: phone.Unknown},
	} {
		got, err := phone.Parse(raw, "US")
		require.NoError(t, err, raw)
		require.Equal(t, want, got, raw)
		require.Equal(t, want.Line != phone.Fixed, got.TakesSMS())
	}
	got, err := phone.Parse("087 123 4567", "ie")
	require.NoError(t, err)
	require.Equal(t, "+353871234567", got.E164)
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		raw, country string
		reason       error
	}{
		{"", "US", phone.ErrEmpty},
		{"  ", "US", phone.ErrEmpty},
		{"call Ana", "US", phone.ErrNotANumber},
		{"415-555-CALL", "US", phone.ErrNotANumber},
		{"+", "US", phone.ErrNotANumber},
		{"ana@northwind.example", "US", phone.ErrNotANumber},
		{"415 555 0134", "", phone.ErrNoCountryCode},
		{"415 555 0134", "QQ", phone.ErrNoCountryCode},
		{"+9991234567", "US", phone.ErrUnknownCode},
		{"555-01", "US", phone.ErrTooShort},
		{"555-0134", "US", phone.ErrTooShort},
		{"911", "US", phone.ErrTooShort},
		{"+1415555013499", "US", phone.ErrTooLong},
		{"41555501344155550134415555013441555501344", "US", phone.ErrTooLong},
		{"+1 155 555 0134", "US", phone.ErrNoSuchNumber},
		{"415-555-0134 x12", "US", phone.ErrExtension},
		{"+1 415 555 0134;ext=3", "US", phone.ErrExtension},
		{"+1 900 555 1234", "US", phone.ErrPremium},
		{"+881 612345678", "US", phone.ErrNoCountry},
		{"+800 1234 5678", "US", phone.ErrNoCountry},
	} {
		_, err := phone.Parse(c.raw, c.country)
		require.Equal(t, c.reason, err, "%q", c.raw)
	}
}

func TestNumbersOfTheWorld(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"＋８１　９０　１２３４　５６７８": "+819012345678",
		"+521 33 1234 5678":    "+523312345678",
		"+52 044 55 1234 5678": "+525512345678",
		"+54 11 2345 6789":     "+5491123456789",
		"+54 9 11 2345 6789":   "+5491123456789",
		"+54 11 15 2345 6789":  "+5491123456789",
		"+49 30 12345678":      "+493012345678",
		"+1 415 555 0134":      "+14155550134",
	} {
		got, err := phone.ParseMobile(raw, "")
		require.NoError(t, err, raw)
		require.Equal(t, want, got.E164, raw)
	}
	landline, err := phone.Parse("+54 11 2345 6789", "")
	require.NoError(t, err)
	require.Equal(t, phone.Fixed, landline.Line, "who does not say that it is a mobile is believed")
	for _, shared := range []string{"+18005550134", "+448001111111", "+443001234567", "+498001234567"} {
		_, err := phone.Parse(shared, "")
		require.ErrorIs(t, err, phone.ErrPremium, shared)
		desk, err := phone.ParseDesk(shared, "")
		require.NoError(t, err, shared)
		require.Equal(t, shared, desk.E164)
		require.NotEmpty(t, phone.CountryOf(shared))
	}
	_, err = phone.ParseDesk("+1 900 555 1234", "")
	require.ErrorIs(t, err, phone.ErrPremium)
}

// Every country's own example is read, in the country's writing and in the international one, to the same number.
func TestEveryCountry(t *testing.T) {
	t.Parallel()
	for region := range phonenumbers.GetSupportedRegions() {
		for _, kind := range []phonenumbers.PhoneNumberType{phonenumbers.MOBILE, phonenumbers.FIXED_LINE} {
			example := phonenumbers.GetExampleNumberForTypeInRegion(region, kind)
			if example == nil {
				continue
			}
			want := phonenumbers.Format(example, phonenumbers.E164)
			for _, format := range []phonenumbers.PhoneNumberFormat{phonenumbers.E164, phonenumbers.INTERNATIONAL, phonenumbers.NATIONAL} {
				raw := phonenumbers.Format(example, format)
				got, err := phone.Parse(raw, region)
				require.NoError(t, err, "%s %s", region, raw)
				require.Equal(t, want, got.E164, "%s %s", region, raw)
			}
		}
	}
}

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{5,14}$`)

// For any input: no panic, and an accepted number is E.164 and parses to itself without a country.
func TestAnythingTyped(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.OneOf(rapid.String(), rapid.StringMatching(`\+?[0-9 ().-]{0,20}`), rapid.StringMatching(`\+1[2-9][0-9]{9}`)).Draw(t, "raw")
		number, err := phone.Parse(raw, rapid.SampledFrom([]string{"", "US", "DE", "GB", "ZZ"}).Draw(t, "country"))
		if err != nil {
			require.NotContains(t, err.Error(), "%")
			return
		}
		require.Regexp(t, e164, number.E164)
		again, err := phone.Parse(number.E164, "")
		require.NoError(t, err)
		require.Equal(t, number, again)
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"+14155550134", "(415) 555-0134", "tel:+1-415-555-0134;ext=2", "", "+++", "٠١٢٣٤٥٦"} {
		f.Add(seed, "US")
	}
	f.Fuzz(func(t *testing.T, raw, country string) {
		if number, err := phone.Parse(raw, country); err == nil {
			require.Regexp(t, e164, number.E164)
		}
	})
}
