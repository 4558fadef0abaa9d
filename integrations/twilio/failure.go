package twilio

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"countersign/core/clock"
	"countersign/core/provider"
)

// name is how this provider calls itself in errors and rows.
const name = "twilio"

// optedOut is Twilio's code for a recipient who replied STOP to this sender. https://www.twilio.com/docs/api/errors/21610
const optedOut = "21610"

// vendorError is the body of a refusal.
type vendorError struct {
	Code int `json:"code"`
}

// connectionFailure classifies a request that got no answer. Before its head was written Twilio cannot have acted; afterwards it may have.
func connectionFailure(sent bool) *provider.Error {
	if sent {
		return &provider.Error{Provider: name, Kind: provider.Ambiguous, Code: "no_answer"}
	}
	return &provider.Error{Provider: name, Kind: provider.Unavailable, Code: "no_connection"}
}

// refusal classifies an answer that is not 2xx.
func refusal(resp *http.Response) *provider.Error {
	var said vendorError
	decoded := json.NewDecoder(resp.Body).Decode(&said) == nil && said.Code != 0
	code := "http_" + strconv.Itoa(resp.StatusCode)
	if decoded {
		code = strconv.Itoa(said.Code)
	}
	failed := &provider.Error{Provider: name, Kind: provider.KindOfStatus(resp.StatusCode, decoded), Code: code}
	switch {
	case code == optedOut:
		failed.Kind = provider.OptedOut
	case failed.Kind == provider.Throttled:
		failed.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), clock.Now())
	}
	return failed
}

// retryAfter reads a Retry-After header in seconds or as a date (RFC 9110 section 10.2.3); 0 when it says nothing.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(header); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

// failure makes any error of the SDK a provider error. What is not one already is an answer that could not be read.
func failure(err error) *provider.Error {
	if known, ok := errors.AsType[*provider.Error](err); ok {
		return known
	}
	return unreadable()
}

// unreadable is an answer that came but cannot be understood: the message may have been taken.
func unreadable() *provider.Error {
	return &provider.Error{Provider: name, Kind: provider.Ambiguous, Code: "unreadable_answer"}
}

// untold makes a failed question "we cannot tell", whatever went wrong with it: that a question failed says nothing about the message.
func untold(err error) *provider.Error {
	failed := failure(err)
	return &provider.Error{Provider: name, Kind: provider.Ambiguous, Code: failed.Code, RetryAfter: failed.RetryAfter}
}
