package template

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"countersign/core/address"
	"countersign/core/problem"
)

// Branding is how an MSP looks and who its messages come from. Its JSON is the schema Branding of the API.
type Branding struct {
	MSPName      string `json:"msp_name"`
	Logo         string `json:"logo,omitempty"` // data URL of a PNG, JPEG or WebP
	Accent       string `json:"accent"`         // #rrggbb
	GradientFrom string `json:"gradient_from"`  // #rrggbb
	GradientTo   string `json:"gradient_to"`    // #rrggbb
	SenderName   string `json:"sender_name"`
	SenderEmail  string `json:"sender_email,omitempty"`  // empty: the platform's sender
	SenderNumber string `json:"sender_number,omitempty"` // E.164; empty: the platform's
}

// DefaultBranding is what an MSP has that chose nothing.
func DefaultBranding(mspName string) Branding {
	return Branding{MSPName: mspName, SenderName: mspName, Accent: "#2f5bea", GradientFrom: "#2f5bea", GradientTo: "#7a4fe0"}
}

const (
	maxName         = 120
	minimumContrast = 3 // against white, WCAG 2.2 success criterion 1.4.11
)

var (
	colour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	e164   = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
)

// Validate lists what is wrong, by field.
func (b Branding) Validate() []problem.Field {
	var wrong []problem.Field
	say := func(field, message string) { wrong = append(wrong, problem.Field{Field: field, Message: message}) }
	if reason := wrongName(b.MSPName); reason != "" {
		say("msp_name", reason)
	}
	if reason := wrongName(b.SenderName); reason != "" {
		say("sender_name", reason)
	}
	for _, c := range []struct{ field, value string }{{"accent", b.Accent}, {"gradient_from", b.GradientFrom}, {"gradient_to", b.GradientTo}} {
		if !colour.MatchString(c.value) {
			say(c.field, "Give a colour as # and six hexadecimal digits, like #2f5bea.")
		}
	}
	if colour.MatchString(b.Accent) {
		if ratio := Contrast(b.Accent, white); ratio < minimumContrast {
			say("accent", fmt.Sprintf("A button in this colour can hardly be seen on white (contrast %.1f of at least %d): choose a darker one.", ratio, minimumContrast))
		}
	}
	if b.Logo != "" {
		if _, _, err := b.LogoImage(); err != nil {
			say("logo", "This is "+err.Error()+".")
		}
	}
	if b.SenderEmail != "" {
		if plain, err := address.Email(b.SenderEmail); err != nil {
			say("sender_email", "This is "+err.Error()+".")
		} else if plain != b.SenderEmail {
			say("sender_email", "Write the domain in lower case, without blanks around the address.")
		}
	}
	if b.SenderNumber != "" && !e164.MatchString(b.SenderNumber) {
		say("sender_number", "Give the whole number with + and country code, like +14155550100.")
	}
	return wrong
}

func wrongName(name string) string {
	switch {
	case strings.TrimSpace(name) == "":
		return "Give a name: people have to know who writes to them."
	case utf8.RuneCountInString(name) > maxName:
		return fmt.Sprintf("Keep the name under %d characters.", maxName)
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || isBidiControl(r) }):
		return "The name holds invisible control characters: type it anew instead of pasting it."
	}
	return ""
}
