package zendesk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"regexp"
	"time"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// Zendesk tells of changes by a webhook that is signed with a secret of its own.
// https://developer.zendesk.com/documentation/webhooks/verifying/

// The headers of a webhook: the signature is the base 64 of HMAC-SHA256 over the timestamp, as it stands there, and the raw body.
const (
	SignatureHeader = "X-Zendesk-Webhook-Signature"
	TimestampHeader = "X-Zendesk-Webhook-Signature-Timestamp"
)

// window is how far a webhook's timestamp may lie from our clock, on either side.
const window = 5 * time.Minute

// What is wrong with a webhook.
var (
	ErrSignature = errors.New("zendesk: the webhook's signature does not fit")
	ErrStale     = errors.New("zendesk: the webhook was signed too long ago, or in the future")
	ErrEvent     = errors.New("zendesk: not an event")
)

// Event is what Zendesk tells. It says that something changed; what it is now, a read tells.
type Event struct {
	ID      string // the same when it is told again
	Type    string // "ticket.status_changed"
	Subject string // "ticket", "user", "organization"
	Of      string // the id of what changed
	At      time.Time
}

var (
	eventID = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)
	about   = regexp.MustCompile(`^zen:([a-z_]{1,40})[:/]([0-9]{1,19})$`)
)

// eventType is a type of events: Zendesk's documents write a colon before its name, and its webhooks a slash as well.
var eventType = regexp.MustCompile(`^zen:event-type[:/](.+)$`)

// hidden is how long a change stays out of the lists of changes: they leave the last minute out.
const hidden = 70 * time.Second

// VerifyWebhook implements integration.WebhookVerifier. An event that is played back within its time is believed again: it leads to a sync that finds nothing new, so the ids of
// events are not kept. One that is signed but is no event that we know is taken and leads nowhere.
func (c *Client) VerifyWebhook(_ context.Context, h integration.WebhookRequest) (integration.WebhookEvent, error) {
	said, err := ReadEvent(c.hook, h.Header.Get(SignatureHeader), h.Header.Get(TimestampHeader), h.Body, h.At)
	switch {
	case errors.Is(err, ErrSignature), errors.Is(err, ErrStale):
		return integration.WebhookEvent{}, integration.ErrNotAuthentic
	case err != nil || said.Subject != "user" && said.Subject != "organization":
		return integration.WebhookEvent{}, nil
	}
	return integration.WebhookEvent{People: true, Delay: hidden}, nil
}

// ReadEvent verifies a webhook and parses it. It checks the signature before it reads the body. Errors are ErrSignature,
// ErrStale or ErrEvent.
func ReadEvent(secret, signature, timestamp string, body []byte, now time.Time) (Event, error) {
	if err := Verify(secret, signature, timestamp, body, now); err != nil {
		return Event{}, err
	}
	var said struct {
		ID      string `json:"id"`
		Type    string `json:"type"`
		Subject string `json:"subject"`
		Time    string `json:"time"`
	}
	if json.Unmarshal(body, &said) != nil {
		return Event{}, ErrEvent
	}
	kind := eventType.FindStringSubmatch(said.Type)
	parts := about.FindStringSubmatch(said.Subject)
	if kind == nil || !word.MatchString(kind[1]) || parts == nil || !eventID.MatchString(said.ID) {
		return Event{}, ErrEvent
	}
	return Event{ID: said.ID, Type: kind[1], Subject: parts[1], Of: parts[2], At: kit.ParseTime(said.Time)}, nil
}

// Verify proves that Zendesk signed a body with a secret, and lately. The body may be empty.
func Verify(secret, signature, timestamp string, body []byte, now time.Time) error {
	given, err := base64.StdEncoding.DecodeString(signature)
	if err != nil || secret == "" {
		return ErrSignature
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp))
	mac.Write(body)
	if !hmac.Equal(mac.Sum(nil), given) {
		return ErrSignature
	}
	at, err := time.Parse(time.RFC3339, timestamp)
	if err != nil || at.Before(now.Add(-window)) || at.After(now.Add(window)) {
		return ErrStale
	}
	return nil
}
