package template

import (
	"strings"
	"unicode"

	"countersign/core/contactsearch"
)

// Values are what the placeholders stand for in one message. They come from people, address books and tickets, so they are cleaned before they are used:
// one line, no invisible controls, no longer than reach allows.
type Values struct {
	Code       string // digits
	Link       string // the whole address
	Name       string // the person's whole name; texts get the given name
	MSP        string // empty: the branding's name
	Technician string
	Ticket     string
	Company    string
	Minutes    string
	LogoURL    string // where mail programs fetch the MSP's logo, https; empty shows the name instead
}

// Sample are the values of a preview.
func Sample(branding Branding) Values {
	return Values{
		Code: "409127", Link: "https://verify.example/l/Vb3kQ0Zt9mYw2RcX5nLh7A", Name: "Ana Torres", MSP: branding.MSPName, Technician: "Sam Rivera",
		Ticket: "48190", Company: "Northwind Dental", Minutes: "5",
	}
}

// reach is the greatest length of each placeholder's value in characters. Longer names and tickets are cut; codes, links and trigger words never are.
var reach = map[Placeholder]int{Code: 8, Link: 200, Name: 40, MSP: 120, Technician: 80, Ticket: 64, Minutes: 3, Company: 80, Verify: longestWord, Confirm: longestWord, Deny: longestWord}

// of is the cleaned value of a placeholder.
func (v Values) of(p Placeholder) string {
	switch p {
	case Code:
		return v.Code
	case Link:
		return v.Link
	case Name:
		return clean(contactsearch.Given(v.Name), reach[p])
	case MSP:
		return clean(v.MSP, reach[p])
	case Technician:
		return clean(v.Technician, reach[p])
	case Ticket:
		return clean(v.Ticket, reach[p])
	case Company:
		return clean(v.Company, reach[p])
	case Minutes:
		return clean(v.Minutes, reach[p])
	default:
		return ""
	}
}

// clean makes one line of a value, cut to limit characters.
func clean(value string, limit int) string {
	value = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case isBidiControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(value, ""))
	value = strings.Join(strings.Fields(value), " ")
	if runes := []rune(value); len(runes) > limit {
		// Three dots, not the one character: it would take an SMS out of its cheap alphabet.
		value = strings.TrimSpace(string(runes[:max(0, limit-3)])) + "..."
	}
	return value
}

// isBidiControl reports the characters that turn the direction of what follows and so can make a text show something else than it says.
func isBidiControl(r rune) bool {
	return r == '\u200e' || r == '\u200f' || r == '\u061c' || (r >= '\u202a' && r <= '\u202e') || (r >= '\u2066' && r <= '\u2069')
}
