package verification

import (
	"fmt"
	"time"

	"countersign/core/mail"
)

// Alert is what the MSP's people are told when a person says "this was not me". Its names are PII.
type Alert struct {
	Person     string
	Company    string
	Technician string
	Ticket     string // "" without one
	At         time.Time
}

// Mail is the alert as a mail.
func (a Alert) Mail() mail.Content {
	ticket := ""
	if a.Ticket != "" {
		ticket = " for ticket " + a.Ticket
	}
	return mail.Content{Subject: "Alert: a person says it was not them", Body: []mail.Block{
		mail.Text(fmt.Sprintf("%s of %s pressed \"This was not me\" at %s.", a.Person, a.Company, a.At.UTC().Format("15:04 UTC on 2 January 2006"))),
		mail.Text(fmt.Sprintf("%s was verifying them%s. Whoever is on that call may be pretending to be them.", a.Technician, ticket)),
		mail.Text("End the call, reset nothing, and call the person back on a number you know."),
	}}
}
