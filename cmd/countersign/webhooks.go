package main

import (
	"crypto/ecdsa"
	"io"
	"net/url"
	"time"

	"countersign/core/message"
	"countersign/integrations/sendgrid"
	"countersign/integrations/twilio"
)

// twilioWebhook gives the API what it needs of Twilio without its knowing the vendor.
type twilioWebhook struct{ *twilio.Client }

func (w twilioWebhook) ParseStatus(form url.Values, outbound string, at time.Time) (message.Delivery, error) {
	return twilio.ParseStatus(form, outbound, at)
}
func (w twilioWebhook) ParseMessage(form url.Values, _ time.Time) (message.Inbound, error) {
	return twilio.ParseMessage(form)
}
func (w twilioWebhook) Ask(action, text string) string { return twilio.Ask(action, text) }
func (w twilioWebhook) ReadCode(text string) string    { return twilio.ReadCode(text) }
func (w twilioWebhook) Say(text string) string         { return twilio.Say(text) }
func (w twilioWebhook) Connect(text, number, action string) string {
	return twilio.Connect(text, number, action)
}

// sendGridWebhook does the same for SendGrid.
type sendGridWebhook struct{ key *ecdsa.PublicKey }

func (w sendGridWebhook) Verify(timestamp string, body []byte, signature string, at time.Time) error {
	return sendgrid.Verify(w.key, timestamp, body, signature, at)
}
func (w sendGridWebhook) ParseEvents(body []byte) ([]message.Delivery, error) {
	return sendgrid.ParseEvents(body)
}
func (w sendGridWebhook) ParseInbound(contentType string, body io.Reader, _ time.Time) (message.Inbound, error) {
	return sendgrid.ParseInbound(contentType, body)
}
