package sendgridtest

import (
	"net/mail"
	"strings"
)

// Facts of SendGrid's v3 mail/send, from its public documentation. https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
// and https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors

const (
	maxPersonalizations = 1000
	maxRecipients       = 1000
	maxCustomArgs       = 10000    // bytes of all custom arguments of a mail
	maxMessage          = 30 << 20 // bytes of a request
	maxCategories       = 10
)

// reservedHeaders may not stand in a mail's headers: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors
var reservedHeaders = []string{
	"x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding", "to", "from", "subject", "reply-to", "cc", "bcc",
}

// fates are this fake's own: recipients whose local part begins so meet that end. All others get their mail.
var fates = map[string]event{
	"bounce":  {Event: "bounce", Reason: "550 5.1.1 The email account that you tried to reach does not exist.", Status: "5.1.1", Type: "bounce"},
	"blocked": {Event: "bounce", Reason: "550 blocked by policy", Status: "5.7.1", Type: "blocked"},
	"dropped": {Event: "dropped", Reason: "Bounced Address"},
	"optout":  {Event: "dropped", Reason: "Unsubscribed Address"},
}

// quiet begins the local part of recipients of whose mail no event ever tells, as when SendGrid's own events are late.
const quiet = "quiet"

// returned begins the local part of recipients whose server takes a mail and sends it back later:
// https://www.twilio.com/docs/sendgrid/ui/analytics-and-reporting/bounces (asynchronous bounces)
const returned = "returned"

// fate returns the event that ends the way of a mail to this address.
func fate(address string) event {
	for prefix, end := range fates {
		if strings.HasPrefix(strings.ToLower(address), prefix) {
			return end
		}
	}
	return event{Event: "delivered", Response: "250 OK", TLS: 1}
}

// isAddress reports whether s is a bare address, as SendGrid wants it.
func isAddress(s string) bool {
	parsed, err := mail.ParseAddress(s)
	return err == nil && parsed.Name == "" && parsed.Address == s && strings.Contains(s[strings.LastIndex(s, "@"):], ".")
}
