package sendgrid

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"strconv"
	"time"
)

// The headers of a signed event webhook.
const (
	SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature"
	TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp"
)

// How far a webhook's timestamp may lie from now. SendGrid retries for 24 hours and may sign a retry with its first time; beyond that an
// old body is a replay. Repeats within the window fall to the event's key.
const (
	maxAge   = 72 * time.Hour
	maxAhead = 5 * time.Minute
)

// The ways a webhook can be unusable.
var (
	ErrSignature = errors.New("sendgrid: the signature does not match; check the webhook's verification key")
	ErrStale     = errors.New("sendgrid: the webhook's timestamp is too far from now")
	ErrBody      = errors.New("sendgrid: the webhook's body is not an array of events")
)

// ParseKey reads the verification key as SendGrid's settings show it: base64 of a PKIX public key, ECDSA.
func ParseKey(encoded string) (*ecdsa.PublicKey, error) {
	der, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, errors.New("sendgrid: the verification key is not base64; copy it from SendGrid's Event Webhook settings")
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, errors.New("sendgrid: the verification key cannot be read; copy it from SendGrid's Event Webhook settings")
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok {
		return nil, errors.New("sendgrid: the verification key is not an ECDSA key")
	}
	return key, nil
}

// Verify checks a webhook: ECDSA over SHA-256 of the timestamp and the raw body, byte for byte as it came (it ends with CR LF), and the
// timestamp against now. https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
func Verify(key *ecdsa.PublicKey, timestamp string, body []byte, signature string, now time.Time) error {
	der, err := base64.StdEncoding.DecodeString(signature)
	if err != nil {
		return ErrSignature
	}
	digest := sha256.New()
	digest.Write([]byte(timestamp))
	digest.Write(body)
	if !ecdsa.VerifyASN1(key, digest.Sum(nil), der) {
		return ErrSignature
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return ErrStale
	}
	if at := time.Unix(seconds, 0); at.Before(now.Add(-maxAge)) || at.After(now.Add(maxAhead)) {
		return ErrStale
	}
	return nil
}
