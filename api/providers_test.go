package api_test

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"time"

	"countersign/core/channel"
	"countersign/core/message"
)

// The providers' secrets. Anything signed otherwise is forged.
const (
	twilioSecret   = "twilio's token"
	sendgridSecret = "sendgrid's key"
)

var errForged = errors.New("forged")

func mac(secret, signed string) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(signed))
	return hex.EncodeToString(m.Sum(nil))
}

// fakeTwilio signs and speaks as the vendor does, with a simpler grammar: what is signed is the public address and the sorted form.
type fakeTwilio struct{}

func (fakeTwilio) Verify(publicURL string, form url.Values, signature string) error {
	if !hmac.Equal([]byte(mac(twilioSecret, publicURL+form.Encode())), []byte(signature)) {
		return errForged
	}
	return nil
}

func (fakeTwilio) ParseStatus(form url.Values, outboundID string, now time.Time) (message.Delivery, error) {
	sid, status := form.Get("MessageSid"), form.Get("MessageStatus")
	if sid == "" {
		return message.Delivery{}, errors.New("not a status")
	}
	return message.Delivery{EventKey: sid + ":" + status, OutboundID: outboundID, ProviderID: sid, Status: message.Status(status), ErrorCode: form.Get("ErrorCode"), At: now, OptedOut: form.Get("ErrorCode") == "21610"}, nil
}

func (fakeTwilio) ParseMessage(form url.Values) (message.Inbound, error) {
	if form.Get("MessageSid") == "" {
		return message.Inbound{}, errors.New("not a message")
	}
	return message.Inbound{
		ProviderID: form.Get("MessageSid"), Transport: channel.Transport(cmp.Or(form.Get("Transport"), string(channel.SMS))), From: form.Get("From"), To: form.Get("To"),
		Body: form.Get("Body"), Authentic: true,
	}, nil
}

func (fakeTwilio) Ask(action, text string) string { return "<Ask action=" + action + ">" + text }
func (fakeTwilio) ReadCode(text string) string    { return "<ReadCode>" + text }
func (fakeTwilio) Say(text string) string         { return "<Say>" + text }
func (fakeTwilio) Connect(text, number, action string, _ time.Duration) string {
	return "<Connect number=" + number + " action=" + action + ">" + text
}

// fakeSendGrid signs the timestamp and the body as it came.
type fakeSendGrid struct{}

func (fakeSendGrid) Verify(timestamp string, body []byte, signature string, _ time.Time) error {
	if !hmac.Equal([]byte(mac(sendgridSecret, timestamp+string(body))), []byte(signature)) {
		return errForged
	}
	return nil
}

// ParseInbound reads a mail that is written as JSON.
func (fakeSendGrid) ParseInbound(_ string, body io.Reader) (in message.Inbound, err error) {
	err = json.NewDecoder(body).Decode(&in)
	in.Transport = channel.Email
	return in, err
}

func (fakeSendGrid) ParseEvents(body []byte) ([]message.Delivery, error) {
	var reports []message.Delivery
	return reports, json.Unmarshal(body, &reports)
}
