// Package phone reads telephone numbers as people write them and keeps only those that one person can be reached at.
// It rests on a large table that changes with every release, so workflow code never calls it: histories would not replay.
package phone

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

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
	ErrPremium       = errors.New("not a personal number: toll-free, premium and shared lines are never called")
	ErrNoCountry     = errors.New("belongs to no country: satellite and worldwide numbers are not supported")
)

const maxRaw = 40 // characters; the API's limit, and far above any number with blanks

// Parse reads a person's number. A number without a country code is read as one of defaultCountry (ISO 3166-1 alpha-2, may be empty).
// The error is one of this package's reasons.
func Parse(raw, defaultCountry string) (Number, error) {
	number, kind, err := parse(raw, defaultCountry)
	if err != nil {
		return Number{}, err
	}
	if !personal(kind) {
		return Number{}, ErrPremium
	}
	return number, nil
}

// ParseMobile is Parse for what is said to be a mobile number. Some countries write a digit before mobile numbers that people leave out, as Argentina its 9:
// without it the number is that of a landline, and the sender of a text has it.
func ParseMobile(raw, defaultCountry string) (Number, error) {
	number, err := Parse(raw, defaultCountry)
	if err != nil || number.Line != Fixed {
		return number, err
	}
	code := strconv.Itoa(phonenumbers.GetCountryCodeForRegion(number.Country))
	token := phonenumbers.GetCountryMobileToken(phonenumbers.GetCountryCodeForRegion(number.Country))
	if token == "" {
		return number, nil
	}
	if mobile, err := Parse("+"+code+token+strings.TrimPrefix(number.E164, "+"+code), ""); err == nil && mobile.Line == Mobile {
		return mobile, nil
	}
	return number, nil
}

// ParseDesk reads a number of a help desk or a sender, which need not be one person's: it may be toll-free or shared. Premium numbers are refused.
func ParseDesk(raw, defaultCountry string) (Number, error) {
	number, kind, err := parse(raw, defaultCountry)
	if err == nil && costly(kind) {
		return Number{}, ErrPremium
	}
	return number, err
}

func parse(raw, defaultCountry string) (Number, phonenumbers.PhoneNumberType, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return Number{}, 0, ErrEmpty
	}
	if utf8.RuneCountInString(raw) > maxRaw {
		return Number{}, 0, ErrTooLong
	}
	// The library reads "1-800-FLOWERS"; a number in letters is not a person's own.
	if phonenumbers.IsAlphaNumber(raw) {
		return Number{}, 0, ErrNotANumber
	}
	parsed, err := phonenumbers.Parse(raw, strings.ToUpper(defaultCountry))
	if err != nil {
		return Number{}, 0, reasonOf(err, raw, defaultCountry)
	}
	if parsed.GetExtension() != "" {
		return Number{}, 0, ErrExtension
	}
	if parsed = renewed(parsed); !phonenumbers.IsValidNumber(parsed) {
		switch phonenumbers.IsPossibleNumberWithReason(parsed) {
		case phonenumbers.TOO_SHORT, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
			return Number{}, 0, ErrTooShort
		case phonenumbers.TOO_LONG:
			return Number{}, 0, ErrTooLong
		default:
			return Number{}, 0, ErrNoSuchNumber
		}
	}
	country := phonenumbers.GetRegionCodeForNumber(parsed)
	if len(country) != 2 || country == "ZZ" {
		return Number{}, 0, ErrNoCountry
	}
	kind := phonenumbers.GetNumberType(parsed)
	return Number{
		E164:     phonenumbers.Format(parsed, phonenumbers.E164),
		Country:  country,
		National: phonenumbers.Format(parsed, phonenumbers.NATIONAL),
		Line:     lineOf(kind),
	}, kind, nil
}

// former are the digits that stood before numbers of a country until its plan changed. Phones, carriers and address books go on writing them.
var former = []struct {
	code     int32
	digits   int // of a number without them
	prefixes []string
}{
	{52, 10, []string{"1", "01", "044", "045"}}, // Mexico, until August 2019: https://www.itu.int/oth/T020200008A/en
}

// renewed is a number without the digits of a former plan, where it is none of today's.
func renewed(n *phonenumbers.PhoneNumber) *phonenumbers.PhoneNumber {
	if phonenumbers.IsValidNumber(n) {
		return n
	}
	national := strconv.FormatUint(n.GetNationalNumber(), 10)
	if n.GetItalianLeadingZero() {
		national = strings.Repeat("0", int(max(n.GetNumberOfLeadingZeros(), 1))) + national
	}
	for _, plan := range former {
		for _, prefix := range plan.prefixes {
			rest, found := strings.CutPrefix(national, prefix)
			if !found || plan.code != n.GetCountryCode() || len(rest) != plan.digits {
				continue
			}
			if today, err := phonenumbers.Parse("+"+strconv.Itoa(int(plan.code))+rest, ""); err == nil && phonenumbers.IsValidNumber(today) {
				return today
			}
		}
	}
	return n
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

func lineOf(kind phonenumbers.PhoneNumberType) Line {
	switch kind {
	case phonenumbers.MOBILE:
		return Mobile
	case phonenumbers.FIXED_LINE:
		return Fixed
	default:
		return Unknown
	}
}

// personal reports whether a number can be one person's. Toll-free numbers and those that a company has in the whole country (+44 3xx) reach a switchboard.
func personal(kind phonenumbers.PhoneNumberType) bool {
	return !costly(kind) && kind != phonenumbers.TOLL_FREE && kind != phonenumbers.UAN
}

// costly reports whether whoever calls a number pays its owner: toll fraud puts such numbers on file.
func costly(kind phonenumbers.PhoneNumberType) bool {
	switch kind {
	case phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.PAGER, phonenumbers.VOICEMAIL:
		return true
	default:
		return false
	}
}

// IsCountry reports whether a country (ISO 3166-1 alpha-2, upper case) has telephone numbers.
func IsCountry(code string) bool { return phonenumbers.GetSupportedRegions()[code] }

// CountryOf is the country of a number in E.164, "" when it is no valid number (any more).
func CountryOf(e164 string) string {
	number, err := ParseDesk(e164, "")
	if err != nil {
		return ""
	}
	return number.Country
}
