// Package availability decides which channels to a person are open, and says of every closed one why.
// It reads data and returns data: the list of ways on the screen and the refusal of a verification come from the same answer.
package availability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/nyaruka/phonenumbers/v2"

	"countersign/core/channel"
	"countersign/core/plaintext"
	"countersign/core/policy"
)

// ContactPoint is a number or address on file.
type ContactPoint struct {
	ID        uuid.UUID
	Kind      channel.ContactPointKind
	Masked    string
	Country   string // of a good number, ISO 3166-1 alpha-2
	BadReason string // why it cannot be used at all; "" for a good one
	Landline  bool   // surely takes no text message
	OptedOut  bool   // a number replied STOP, or a mailbox unsubscribed

	CoolingUntil time.Time // until then it gives low assurance only; zero for an address that may prove all it can
	CoolsBecause Cause     // why
}

// Person is the contact whose channels are evaluated.
type Person struct {
	Company       string // name of the client company
	Inactive      bool   // no longer there, says every PSA that knows them
	ContactPoints []ContactPoint
	Policy        policy.Policy // in force for the company

	CodesClosedUntil time.Time // too many wrong codes: until then no code and no number counts, right ones included; zero for never
}

// Code says why a way is closed, for programs. It is reason_code of the API.
type Code string

// The codes.
const (
	NoAddress         Code = "no_address"
	BadAddress        Code = "bad_address"
	OptedOut          Code = "opted_out"
	CountryNotAllowed Code = "country_not_allowed"
	NotInPolicy       Code = "not_in_policy"
	ProvesTooLittle   Code = "proves_too_little"
	NotSetUp          Code = "not_set_up"
	Inactive          Code = "inactive"
	CoolingOff        Code = "cooling_off"
	CodesClosed       Code = "codes_closed"
)

// Option is one way over one address.
type Option struct {
	Channel      channel.Name
	Assurance    channel.Assurance
	ContactPoint ContactPoint // without an ID when there is none on file, or the policy does not use the way
	Code         Code         // "" when it is open
	Reason       string
	Until        time.Time // when a way opens again by itself; zero where it does not
}

// Open reports whether the way may be used.
func (o Option) Open() bool { return o.Code == "" }

// Options lists every way: the open ones in the policy's order, then the closed ones in the same order, then what the policy does not use.
// A way that several addresses serve stands once for each.
func Options(person Person) []Option {
	var open, closed []Option
	for _, name := range person.Policy.Channels {
		spec, known := channel.Of(name)
		if !known {
			continue // of a version that knew more ways than this one
		}
		for _, option := range person.over(spec) {
			if option.Open() {
				open = append(open, option)
			} else {
				closed = append(closed, option)
			}
		}
	}
	for _, spec := range channel.All {
		if !person.Policy.Allows(spec.Name) {
			closed = append(closed, Option{Channel: spec.Name, Assurance: spec.Assurance, Code: NotInPolicy,
				Reason: possessive(person.Company) + " policy does not use this way"})
		}
	}
	return append(open, closed...)
}

// over lists a way's options in the order in which the way prefers addresses.
func (p Person) over(spec channel.Spec) []Option {
	var options []Option
	for _, kind := range spec.ContactPoints {
		at := slices.IndexFunc(p.ContactPoints, func(point ContactPoint) bool { return point.Kind == kind })
		if at < 0 {
			continue
		}
		option := Option{Channel: spec.Name, Assurance: spec.Assurance, ContactPoint: p.ContactPoints[at]}
		option.Code, option.Reason = p.closedBecause(spec, p.ContactPoints[at])
		switch option.Code {
		case CoolingOff:
			option.Until = option.ContactPoint.CoolingUntil
		case CodesClosed:
			option.Until = p.CodesClosedUntil
		}
		options = append(options, option)
	}
	if len(options) == 0 {
		options = []Option{{Channel: spec.Name, Assurance: spec.Assurance, Code: NoAddress, Reason: "No " + words[spec.ContactPoints[0]] + " on file"}}
	}
	return options
}

var words = map[channel.ContactPointKind]string{
	channel.Mobile:       "mobile number",
	channel.Phone:        "phone number",
	channel.EmailAddress: "e-mail address",
}

// closedBecause checks causes in the order in which a user would fix them: the contact point, then the policy, then the person's own choice.
// STOP ends text messages and an unsubscription ends mails; neither forbids a call.
func (p Person) closedBecause(spec channel.Spec, point ContactPoint) (Code, string) {
	isNumber, rules := point.Kind != channel.EmailAddress, p.Policy
	switch {
	case p.Inactive:
		return Inactive, "No longer at " + cmp.Or(p.Company, "the company") + ", says the PSA"
	case !spec.Assurance.AtLeast(rules.MinimumAssurance):
		return ProvesTooLittle, "The policy asks for " + string(rules.MinimumAssurance) + " assurance, this way gives " + string(spec.Assurance)
	case spec.Proof == channel.Call && !hasLine(rules):
		return NotSetUp, "The policy names no line to connect to"
	case point.BadReason != "":
		return BadAddress, plaintext.Capital(point.BadReason)
	case spec.Transport == channel.SMS && point.Landline:
		return BadAddress, "A landline takes no text messages"
	case isNumber && !rules.AllowsCountry(point.Country):
		return CountryNotAllowed, countryRefused(point.Country)
	case !point.CoolingUntil.IsZero() && spec.Assurance != channel.Low:
		return CoolingOff, coolingReason(point.CoolsBecause, point.CoolingUntil)
	case !p.CodesClosedUntil.IsZero() && (spec.Proof == channel.Code || spec.Proof == channel.Match):
		return CodesClosed, "Codes are closed until " + p.CodesClosedUntil.UTC().Format("15:04") + " UTC after too many wrong ones; a link works"
	case point.OptedOut && spec.Transport == channel.SMS:
		return OptedOut, "Replied STOP"
	case point.OptedOut && spec.Transport == channel.Email:
		return OptedOut, "Unsubscribed from our mails"
	}
	return "", ""
}

func hasLine(rules policy.Policy) bool {
	line, _ := rules.CallBackLine()
	return line != ""
}

// countryRefused names the country by its calling code, which is what the technician sees on the screen.
func countryRefused(country string) string {
	if code := phonenumbers.GetCountryCodeForRegion(country); code != 0 {
		return fmt.Sprintf("Country not allowed: +%d (%s)", code, country)
	}
	return "Country not allowed"
}

func possessive(name string) string {
	switch {
	case name == "":
		return "The company's"
	case strings.HasSuffix(name, "s"):
		return name + "'"
	default:
		return name + "'s"
	}
}
