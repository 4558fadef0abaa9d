// Package provider classifies how an outside system fails, so that callers decide by kind and never by vendor.
package provider

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Kind is the class of a failure. It decides what happens next.
type Kind string

// The kinds. Only Unavailable and Throttled are safe to retry: the request surely had no effect.
const (
	Refused      Kind = "refused"      // the provider understood and said no; a retry would get the same answer
	OptedOut     Kind = "opted_out"    // the recipient said STOP
	Unauthorized Kind = "unauthorized" // our credentials are wrong or revoked
	Throttled    Kind = "throttled"    // too many requests; RetryAfter tells when
	Unavailable  Kind = "unavailable"  // it surely was not taken (no connection, 5xx before work)
	Ambiguous    Kind = "ambiguous"    // it may have been taken: the answer was lost
)

// Error is a failure of an outside system. Its text holds no PII and no secret.
type Error struct {
	Provider   string // "twilio", "sendgrid"
	Kind       Kind
	Code       string        // the vendor's own code, "21610"
	RetryAfter time.Duration // for Throttled, 0 when the vendor did not say
}

func (e *Error) Error() string {
	if e.Code == "" {
		return fmt.Sprintf("%s: %s", e.Provider, e.Kind)
	}
	return fmt.Sprintf("%s: %s (%s)", e.Provider, e.Kind, e.Code)
}

// KindOf returns the kind of the provider error in err's chain. Anything else is Ambiguous: what we cannot classify may have had an effect.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Ambiguous
}

// RetryAfter returns the pause the provider asked for, 0 when it named none.
func RetryAfter(err error) time.Duration {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.RetryAfter
	}
	return 0
}

// CodeOf returns the vendor's own code, "" when there is none.
func CodeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// KindOfStatus classifies an HTTP answer that is not a success. Own tells that the body is an error of the vendor's own: only then, or with 503,
// does a 5xx say that nothing was taken. A gateway that gave up in between (502, 504, a page of HTML) cannot know what happened behind it.
func KindOfStatus(status int, own bool) Kind {
	switch {
	case status == http.StatusUnauthorized:
		return Unauthorized
	case status == http.StatusTooManyRequests:
		return Throttled
	case status == http.StatusServiceUnavailable:
		return Unavailable
	case status >= 500 && own && status != http.StatusBadGateway && status != http.StatusGatewayTimeout:
		return Unavailable
	case status >= 500:
		return Ambiguous
	default:
		return Refused
	}
}
