package syncro

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"countersign/core/clock"
	"countersign/core/provider"
	"countersign/integrations/httpx"
)

// name is how this provider calls itself in errors and rows.
const name = "syncro"

// pause is what we wait after "too many requests" that does not say how long: Syncro counts 180 requests a minute and address.
const pause = 30 * time.Second

// Codes of our own. Syncro has none, only sentences and statuses.
const (
	codeNotPermitted = "not_permitted" // a good token that may not do this
	codeNoSyncro     = "no_syncro"     // something answers, but not as Syncro does
	codeNoCompany    = "no_company"    // a ticket needs a customer, and neither the ticket nor the defaults name one
	codeNoStatus     = "no_status"     // a status is to be set, and none is named
	codeBadID        = "bad_id"        // an id that Syncro cannot have given
	codeNoReference  = "no_reference"  // without a reference nothing can be found again
	codeBadPosition  = "bad_position"  // a place in a list that we cannot have given
	codeBadNumber    = "bad_number"    // a number that is none
	codeBadTime      = "bad_time"      // a time entry that ends before it begins
	codeBadField     = "bad_field"     // a field that a ticket default does not have
	codeUnsearchable = "unsearchable"  // more was to be looked through than we do
)

// notPermitted reports whether a 401 is about a permission and not about the token:
//
//	{"error":"Not authorized. Please ask account admin to update your group permissions."}
func notPermitted(got httpx.Answer) bool {
	var said struct {
		Error string `json:"error"`
	}
	return got.Status == http.StatusForbidden ||
		got.Status == http.StatusUnauthorized && json.Unmarshal(got.Body, &said) == nil && strings.Contains(strings.ToLower(said.Error), "permission")
}

// isOwn reports whether a body is one of Syncro's refusals, which are JSON objects with a sentence in one of three places.
func isOwn(body []byte) bool {
	var said map[string]any
	return json.Unmarshal(body, &said) == nil && (said["error"] != nil || said["errors"] != nil || said["message"] != nil)
}

// refusal classifies an answer that is not 2xx. reading says that the request was a question, which never has an effect. Sentences stay out of it:
// they quote what was sent.
func refusal(got httpx.Answer, reading bool) *provider.Error {
	own := isOwn(got.Body)
	failed := &provider.Error{Provider: name, Kind: provider.KindOfStatus(got.Status, own), Code: "http_" + strconv.Itoa(got.Status)}
	switch {
	case notPermitted(got):
		failed.Kind, failed.Code = provider.Refused, codeNotPermitted
	case got.Status >= 300 && got.Status < 400, got.Status == http.StatusNotFound && !own:
		return unsettled(codeNoSyncro) // an address that is nobody's leads to a page for people
	case failed.Kind == provider.Throttled:
		if failed.RetryAfter = httpx.RetryAfter(got.Header, clock.Now()); failed.RetryAfter == 0 {
			failed.RetryAfter = pause
		}
	case got.Status >= 500 && reading:
		failed.Kind = provider.Unavailable
	}
	return failed
}

// unsettled is a connection whose settings somebody has to set right, as with a wrong token: what waits to be written goes on waiting.
func unsettled(code string) *provider.Error {
	return &provider.Error{Provider: name, Kind: provider.Unauthorized, Code: code}
}

func refused(code string) *provider.Error {
	return &provider.Error{Provider: name, Kind: provider.Refused, Code: code}
}

func ambiguous(code string) *provider.Error {
	return &provider.Error{Provider: name, Kind: provider.Ambiguous, Code: code}
}
