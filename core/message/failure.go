package message

import (
	"regexp"
	"strings"
)

// mailStatus is what a mail server says of a mail that it sends back: RFC 3463.
var mailStatus = regexp.MustCompile(`^[45]\.\d{1,3}\.\d{1,3}$`)

// Failure says in words what a provider's error code means. The codes are Twilio's and SendGrid's (docs/providers.md) and our own.
func Failure(code string) string {
	if words, known := failures[code]; known {
		return words
	}
	switch {
	case mailStatus.MatchString(code):
		return "The mail came back (" + code + ")"
	case strings.HasPrefix(code, "http_401"), strings.HasPrefix(code, "http_403"):
		return "The provider refused our account or sender: an Admin has to look at it"
	case strings.HasPrefix(code, "http_4"):
		return "The provider refused the message"
	case strings.HasPrefix(code, "http_"):
		return "The provider did not take it"
	}
	return "The provider refused it (" + code + ")"
}

// GaveUp is the error code of a message that no provider took in time, or whose code had ended before it could be sent.
const GaveUp = "gave_up"

var failures = map[string]string{
	"21211": "Not a number that can be reached",
	"21408": "Texts to this country are switched off at the provider",
	"21610": "Replied STOP",
	"21612": "This number cannot be reached from ours",
	"21614": "Not a mobile number",
	"21635": "A landline cannot take texts",
	"30003": "The phone is switched off or out of reach",
	"30004": "The recipient's carrier blocked it",
	"30005": "The number is not in use",
	"30006": "A landline, or a carrier that cannot be reached",
	"30007": "The carrier filtered it",
	"busy":  "The line was busy", "no-answer": "Nobody picked up", "completed": "Nobody pressed a key: a voicemail, or somebody who hung up", "canceled": "The call was cancelled", "failed": "The call could not be connected",
	"5.1.1": "The mail came back: there is no such mailbox", "5.1.10": "The mail came back: there is no such mailbox",
	"5.2.2": "The mail came back: the mailbox is full", "4.2.2": "The mail came back: the mailbox is full",
	"bounce": "The mail came back", "blocked": "The recipient's mail server refused it",
	"bounced_address": "Earlier mails to this address came back", "invalid_address": "Not an address that can be reached",
	"unsubscribed": "Unsubscribed", "spam_reported": "An earlier mail was reported as spam", "spam_content": "The provider took it for spam", "dropped": "The provider did not send it",
	"opted_out":  "Replied STOP",
	GaveUp:       "The provider did not take it in time",
	"no_account": "The account at the provider has been removed",
}
