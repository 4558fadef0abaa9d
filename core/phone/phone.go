// Package phone reads telephone numbers as people write them and keeps only those that one person can be reached at.
// It rests on a large table that changes with every release, so workflow code never calls it: histories would not replay.
package phone

import (
	"errors"
	"strings"

	"github.com/nyaruka/phonenumbers/v2"
)

// Line says what a number belongs to, as far as its digits tell.
type Line string

// The lines. North American numbers do not tell: they are Unknown.
const (
	Mobile  Line = "mobile"
	Fixed   Line = "fixed"
	Unknown Line = "unknown"
)

// Number is a number that exists in its country's numbering plan.
type Number struct {
	E164     string // "+14155550134"
	Country  string // ISO 3166-1 alpha-2, "US"
	National string // as people of that country write it, "(415) 555-0134"
	Line     Line
}

// TakesSMS reports whether a text message may reach the number; false only for what is surely a landline.
func (n Number) TakesSMS() bool { return n.Line != Fixed }

// The reasons a number is refused. They are shown as they are and never repeat the number.
var (
	ErrEmpty         = errors.New("no number given")
	ErrNotANumber    = errors.New("not a phone number")
	ErrNoCountryCode = errors.New("no country code: begin with +, or give the company a country")
	ErrUnknownCode   = errors.New("no country has this code: check the digits after the +")
	ErrTooShort      = errors.New("too few digits for a phone number")
	ErrTooLong       = errors.New("too many digits for a phone number")
	ErrNoSuchNumber  = errors.New("no such number in its country: check the digits")
	ErrExtension     = errors.New("has an extension: only a direct number reaches one person")
	ErrPremium       = errors.New("not a personal number: premium and shared-cost lines are never called")
	ErrNoCountry     = errors.New("belongs to no country: satellite and worldwide numbers are not supported")
)

const maxRaw = 40 // characters; the API's limit, and far above any number with blanks

// Parse reads a number. A number without a country code is read as one of defaultCountry (ISO 3166-1 alpha-2, may be empty).
// The error is one of this package's reasons.
func Parse(raw, defaultCountry string) (Number, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return Number{}, ErrEmpty
	}
	if len(raw) > maxRaw {
		return Number{}, ErrTooLong
	}
	// The library reads "1-800-FLOWERS"; a number in letters is not a person's own.
	if phonenumbers.IsAlphaNumber(raw) {
		return Number{}, ErrNotANumber
	}
	parsed, err := phonenumbers.Parse(raw, strings.ToUpper(defaultCountry))
	if err != nil {
		return Number{}, reasonOf(err, raw, defaultCountry)
	}
	if parsed.GetExtension() != "" {
		return Number{}, ErrExtension
	}
	if !phonenumbers.IsValidNumber(parsed) {
		switch phonenumbers.IsPossibleNumberWithReason(parsed) {
		case phonenumbers.TOO_SHORT, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
			return Number{}, ErrTooShort
		case phonenumbers.TOO_LONG:
			return Number{}, ErrTooLong
		default:
			return Number{}, ErrNoSuchNumber
		}
	}
	country := phonenumbers.GetRegionCodeForNumber(parsed)
	if len(country) != 2 || country == "ZZ" {
		return Number{}, ErrNoCountry
	}
	line, personal := lineOf(phonenumbers.GetNumberType(parsed))
	if !personal {
		return Number{}, ErrPremium
	}
	return Number{
		E164:     phonenumbers.Format(parsed, phonenumbers.E164),
		Country:  country,
		National: phonenumbers.Format(parsed, phonenumbers.NATIONAL),
		Line:     line,
	}, nil
}

func reasonOf(err error, raw, defaultCountry string) error {
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode) && strings.HasPrefix(raw, "+"):
		return ErrUnknownCode
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode) && !phonenumbers.GetSupportedRegions()[strings.ToUpper(defaultCountry)]:
		return ErrNoCountryCode
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return ErrTooLong
	case errors.Is(err, phonenumbers.ErrTooShortNSN), errors.Is(err, phonenumbers.ErrTooShortAfterIDD):
		return ErrTooShort
	default:
		return ErrNotANumber
	}
}

// lineOf refuses premium-rate and shared lines: toll fraud puts such numbers on file.
func lineOf(kind phonenumbers.PhoneNumberType) (line Line, personal bool) {
	switch kind {
	case phonenumbers.MOBILE:
		return Mobile, true
	case phonenumbers.FIXED_LINE:
		return Fixed, true
	case phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.PAGER, phonenumbers.VOICEMAIL:
		return Unknown, false
	default:
		return Unknown, true
	}
}

// CountryOf is the country of a number in E.164, "" when it is no valid number (any more).
func CountryOf(e164 string) string {
	number, err := Parse(e164, "")
	if err != nil {
		return ""
	}
	return number.Country
}
