package twilio

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"countersign/core/message"
)

// SignatureHeader carries the signature of a webhook.
const SignatureHeader = "X-Twilio-Signature"

// The ways a webhook can be unusable.
var (
	ErrSignature = errors.New("twilio: the signature does not match; check the auth token and the public URL")
	ErrNotStatus = errors.New("twilio: not a status callback: it names no message and no call")
)

// Verify checks a webhook's signature with the current auth token and the previous one: base64(HMAC-SHA1(token, URL + sorted parameters)).
// publicURL is the address as Twilio was given it, query included; it comes from configuration, never from the Host header. Twilio signs no fragment.
// Twilio signs inconsistently with or without an explicit port, so both are tried. Comparisons take constant time.
// https://www.twilio.com/docs/usage/security#validating-requests
func (c *Client) Verify(publicURL string, form url.Values, signature string) error {
	publicURL, _, _ = strings.Cut(publicURL, "#")
	parameters := signedParameters(form)
	matched := 0
	for _, token := range []string{c.authToken, c.previous} {
		if token == "" {
			continue
		}
		for _, address := range portVariants(publicURL) {
			matched |= subtle.ConstantTimeCompare([]byte(sign(token, address+parameters)), []byte(signature))
		}
	}
	if matched != 1 {
		return ErrSignature
	}
	return nil
}

func sign(token, signed string) string {
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(signed))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// signedParameters joins names and values sorted by name; a name that comes twice is followed by each of its different values in order.
func signedParameters(form url.Values) string {
	var joined strings.Builder
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		values := slices.Clone(form[name])
		slices.Sort(values)
		for _, value := range slices.Compact(values) {
			joined.WriteString(name)
			joined.WriteString(value)
		}
	}
	return joined.String()
}

// portVariants returns the address as it is, with its scheme's port and without any port.
func portVariants(address string) []string {
	parsed, err := url.Parse(address)
	if err != nil {
		return []string{address}
	}
	port := "80"
	if parsed.Scheme == "https" {
		port = "443"
	}
	other := *parsed
	if parsed.Port() == "" {
		other.Host = net.JoinHostPort(parsed.Hostname(), port)
	} else {
		other.Host = parsed.Hostname()
		if strings.Contains(other.Host, ":") {
			other.Host = "[" + other.Host + "]"
		}
	}
	return []string{address, other.String()}
}

// ParseStatus reads a verified status callback of a message or a call. outboundID comes from the callback URL's query ("outbound").
// Reports come late, twice and out of order: EventKey tells repeats apart and message.Advances orders them.
// A message's callback carries no time of its own, so it counts as of now; a call's does.
func ParseStatus(form url.Values, outboundID string, now time.Time) (message.Delivery, error) {
	sid, word := form.Get("MessageSid"), form.Get("MessageStatus")
	if sid == "" {
		sid, word = form.Get("CallSid"), form.Get("CallStatus")
	}
	if sid == "" || word == "" {
		return message.Delivery{}, ErrNotStatus
	}
	report := message.Delivery{
		EventKey:   sid + ":" + word,
		OutboundID: outboundID,
		ProviderID: sid,
		Status:     statusOf(&word),
		At:         now,
		OptedOut:   form.Get("ErrorCode") == optedOut,
	}
	if at, err := time.Parse(time.RFC1123Z, form.Get("Timestamp")); err == nil {
		report.At = at.UTC()
	}
	if report.Status == message.Failed {
		report.ErrorCode = failureCode(form.Get("ErrorCode"), word)
	}
	return report, nil
}

// failureCode is Twilio's error code, or its word for how a call failed ("busy").
func failureCode(code, word string) string {
	if code == "" || code == "0" {
		return word
	}
	return code
}
