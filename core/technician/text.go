package technician

import (
	"strconv"
	"strings"
	"time"

	"countersign/core/mail"
	"countersign/core/template"
)

const (
	// HiddenCode is shown instead of a text that carries a code: an operation of its own shows the code and is audited.
	HiddenCode = "A message with the code"
	// UnnamedClient is shown instead of a name that the technician may not know.
	UnnamedClient = "the caller"
)

// Words are what a text to the client is made of, besides the state. The names are PII.
type Words struct {
	Text     template.Text
	Branding template.Branding
	Person   string // "" when none was chosen
	Company  string
	Code     string // of the text that carries one
}

// Render makes a text for the contact point that asked.
func (s State) Render(kind template.Kind, w Words, at time.Time) (string, error) {
	rendered, err := template.Render(kind, w.Text, w.Branding, template.Values{
		Code: w.Code, MSP: w.Branding.MSPName, Technician: s.technicianName(), Ticket: s.Ticket, Minutes: s.minutesLeft(at), Name: w.Person, Company: w.Company,
	})
	return rendered.Text, err
}

// minutesLeft is how long the newest code is good, rounded up.
func (s State) minutesLeft(at time.Time) string {
	return strconv.Itoa(max(1, int((s.ExpiresAt.Sub(at)+time.Minute-1)/time.Minute)))
}

// technicianName is the claimant as the client reads it.
func (s State) technicianName() string {
	if s.ClaimedBy == nil {
		return "our help desk"
	}
	return s.ClaimedBy.ToClient()
}

// Email lays a text out that goes to an e-mail address.
func Email(branding template.Branding, text string) (subject, html string, err error) {
	content := mail.Content{Subject: branding.MSPName + ": is it really us?"}
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		content.Body = append(content.Body, mail.Text(strings.Split(paragraph, "\n")...))
	}
	html, err = mail.HTML(branding.Mail(""), content)
	return content.Subject, html, err
}
