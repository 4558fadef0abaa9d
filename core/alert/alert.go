// Package alert says what an alert is and how its mail reads: a person denied a call, or the codes of a call were wrong too often.
package alert

import (
	"fmt"
	"time"

	"countersign/core/mail"
	"countersign/core/plaintext"
)

// Kind says what an alert is about. Rows and the API keep it by this name.
type Kind string

// The kinds.
const (
	NotMe      Kind = "not_me"      // the person says that they are not on a call with us
	WrongCodes Kind = "wrong_codes" // the codes that a caller read out were wrong too often
	NotOurs    Kind = "not_ours"    // a client says that the technician on their phone is not one of the MSP
)

// Alert is what the MSP's people are told. Its names are PII.
type Alert struct {
	Kind         Kind
	Person       string // "" where it is not known which of several people it was
	Company      string
	ContactPoint string // masked; "" where it says nothing
	Technician   string // "" where nobody of the MSP was on the call
	Ticket       string // "" without one
	At           time.Time
	Zone         *time.Location // of the MSP
	Link         string         // where it is looked at
}

// Mail is the alert as a mail.
func (a Alert) Mail() mail.Content {
	a.Person, a.Company, a.Technician = plaintext.Isolated(a.Person), plaintext.Isolated(a.Company), plaintext.Isolated(a.Technician)
	body := []mail.Block{mail.Text(a.happened()), mail.Text(a.meaning()), mail.Text(next[a.Kind])}
	if a.Link != "" {
		body = append(body, mail.Button("Look at it", a.Link))
	}
	return mail.Content{Subject: a.subject(), Body: body}
}

var titles = map[Kind]string{NotMe: "this was not me", WrongCodes: "too many wrong codes", NotOurs: "the codes do not match"}

// subject names person, company and ticket, so that several alerts in one inbox differ.
func (a Alert) subject() string {
	ticket := ""
	if a.Ticket != "" {
		ticket = ", ticket " + a.Ticket
	}
	return fmt.Sprintf("Alert: %s: %s%s", a.who(), titles[a.Kind], ticket)
}

func (a Alert) who() string {
	who := a.Person
	if who == "" {
		who = "a client"
	}
	if a.Company != "" {
		who += " (" + a.Company + ")"
	}
	return who
}

// person is who it was, in a sentence.
func (a Alert) person() string {
	who := a.Person
	if who == "" {
		who = "a client"
	}
	if a.Company != "" {
		who += " of " + a.Company
	}
	return who
}

func (a Alert) happened() string {
	at := a.when()
	switch a.Kind {
	case NotMe:
		return fmt.Sprintf("%s pressed \"This was not me\" at %s.", plaintext.Capital(a.person()), at)
	case WrongCodes:
		return fmt.Sprintf("Whoever called as %s gave too many wrong codes, the last at %s.", a.person(), at)
	}
	return fmt.Sprintf("%s asked from %s whether the technician on the phone is yours. It was closed as not matching at %s.", plaintext.Capital(a.person()), a.ContactPoint, at)
}

func (a Alert) meaning() string {
	ticket := ""
	if a.Ticket != "" {
		ticket = " for ticket " + a.Ticket
	}
	switch {
	case a.Kind != NotOurs:
		return fmt.Sprintf("%s was verifying them%s. Whoever is on that call may be pretending to be them.", plaintext.Capital(a.Technician), ticket)
	case a.Technician == "":
		return "Nobody of yours had taken it up: whoever is on the phone with them may be pretending to be you."
	}
	return fmt.Sprintf("%s had taken it up%s. Whoever is on the phone with them may be pretending to be you.", a.Technician, ticket)
}

var next = map[Kind]string{
	NotMe:      "End the call, reset nothing, and call the person back on a number you know. Their shields count for nothing until an Admin clears this.",
	WrongCodes: "Do nothing on the caller's word, and call the person back on a number you know. Their shields count for nothing until an Admin clears this.",
	NotOurs:    "Call the person back on a number you know. Their shields count for nothing until an Admin clears this.",
}

// when is the time in the MSP's zone, with UTC beside it where that differs.
func (a Alert) when() string {
	const local, utc = "15:04 on 2 January 2006", "15:04 UTC"
	if a.Zone == nil || a.Zone == time.UTC || a.Zone.String() == "UTC" {
		return a.At.UTC().Format("15:04 UTC on 2 January 2006")
	}
	return fmt.Sprintf("%s (%s, %s)", a.At.In(a.Zone).Format(local), a.Zone, a.At.UTC().Format(utc))
}
