package template

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
)

// Rendered is a message as its person gets it.
type Rendered struct {
	Subject string // e-mails
	Text    string // an SMS, what a voice says, or an e-mail's plain part
	HTML    string // e-mails
}

// ErrIncomplete means that a message would have gone out without the code or link it is about.
var ErrIncomplete = errors.New("template: the message lacks its code or link")

// Render makes the message. A text that Validate accepts, with a code or link in the values, never fails.
// For the landing page it gives the words alone; the page itself is made by core/linkpage.
func Render(kind Kind, text Text, branding Branding, values Values) (Rendered, error) {
	if !kind.Known() {
		return Rendered{}, fmt.Errorf("template: there is no text called %q", kind)
	}
	values.MSP = cmp.Or(values.MSP, branding.MSPName)
	if kind == VoiceCode {
		values.Code = spell(values.Code)
	}
	rendered := Rendered{Text: plain(text.Body, values)}
	for _, required := range kind.Required() {
		if value := values.of(required); value == "" || !strings.Contains(rendered.Text, value) {
			return Rendered{}, ErrIncomplete
		}
	}
	switch {
	case kind.isEmail():
		rendered.Subject = expandLine(text.Subject, values)
		rendered.Text = join(rendered.Text, plain(text.Signature, values), plain(text.Footer, values))
		html, err := renderEmail(rendered.Subject, text, branding, values)
		if err != nil {
			return Rendered{}, err
		}
		rendered.HTML = html
	case kind == LandingPage:
		rendered.Text = join(rendered.Text, plain(text.Footer, values))
	}
	return rendered, nil
}

// CallBackRequest is what a call-back says: only a key of the phone on file connects.
func CallBackRequest(branding Branding, values Values) string {
	values.MSP = cmp.Or(values.MSP, branding.MSPName)
	text := "Hello. This is ${msp}. ${technician} says that you are on the phone with them"
	if values.Ticket != "" {
		text += " about ticket ${ticket}"
	}
	return expandLine(text+". Hang up that other call. Press 1 to be connected with ${technician} now. If you did not ask us for help, press 9.", values)
}

// join puts the parts that are there under each other.
func join(parts ...string) string {
	var there []string
	for _, part := range parts {
		if part != "" {
			there = append(there, part)
		}
	}
	return strings.Join(there, "\n\n")
}

// spell writes digits so that a voice says them one by one: "4, 0, 9".
func spell(digits string) string { return strings.Join(strings.Split(digits, ""), ", ") }

// VoiceRequest is what a call says before it says anything else; only a person presses a key, an answering machine hears no code.
func VoiceRequest(branding Branding, values Values) string {
	values.MSP = cmp.Or(values.MSP, branding.MSPName)
	return expandLine("Hello. This is ${msp}. ${technician} is on the phone with you and asks you to show that it is you. "+
		"Press 1 to hear your code. If you are not on a call with us, press 9.", values)
}
