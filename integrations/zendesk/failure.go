package zendesk

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"

	"countersign/core/clock"
	"countersign/core/provider"
	"countersign/integrations/httpx"
)

// name is how this provider calls itself in errors and rows.
const name = "zendesk"

// pause is what we wait after "too many requests" that does not say how long: limits are counted by the minute.
const pause = time.Minute

// Codes of our own, beside Zendesk's.
const (
	codeNoZendesk     = "no_zendesk"     // something answers, but not as Zendesk does: there is no such account
	codeNotSignedIn   = "not_signed_in"  // Zendesk answers as it does to strangers
	codeNotAgent      = "not_agent"      // the token acts for an end user
	codeNoMobileField = "no_field"       // there is no user field of the key that the settings name
	codeBadID         = "bad_id"         // an id that Zendesk cannot have given
	codeBadPosition   = "bad_position"   // a place in a list that we cannot have given
	codeBadNumber     = "bad_number"     // a number that is none
	codeNotTaken      = "not_taken"      // Zendesk says that it did, and did not
	codeNoReference   = "no_reference"   // without a reference nothing can be found again
	codeNoStatus      = "no_status"      // a status is to be set, and none is named
	codeUnknownStatus = "unknown_status" // the account has no such status
	codeBadField      = "bad_field"      // a field that a ticket default does not have
	codeUnsearchable  = "unsearchable"   // the answer to a search is not what was asked for, or too long
)

// word is what a code or the name of a field looks like. Anything else stays out of errors: sentences may quote names and numbers.
var word = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./]{0,63}$`)

// parseComplaint reads a refusal's body. code is "" when it names none that can be shown; own says that the body is Zendesk's. Bodies come in
// several shapes: an error that is a word, a sentence or an object with a title, details by field, or a list of errors.
func parseComplaint(body []byte) (code string, own bool) {
	var said struct {
		Error       json.RawMessage            `json:"error"`
		Description json.RawMessage            `json:"description"`
		Details     map[string]json.RawMessage `json:"details"`
		Errors      []struct {
			Code string `json:"code"`
		} `json:"errors"`
	}
	if json.Unmarshal(body, &said) != nil || said.Error == nil && said.Description == nil && len(said.Errors) == 0 {
		return "", false
	}
	if len(said.Errors) > 0 && word.MatchString(said.Errors[0].Code) {
		return said.Errors[0].Code, true
	}
	var title struct {
		Title string `json:"title"`
	}
	if json.Unmarshal(said.Error, &code) != nil && json.Unmarshal(said.Error, &title) == nil {
		code = title.Title
	}
	if !word.MatchString(code) {
		code = ""
	}
	for _, field := range slices.Sorted(maps.Keys(said.Details)) {
		for _, part := range []string{field, detailOf(said.Details[field])} {
			switch {
			case !word.MatchString(part):
			case code == "":
				code = part
			default:
				code += " " + part
			}
		}
		break
	}
	return code, true
}

// detailOf is the code of what is wrong with a field: details hold a list of objects, or one.
func detailOf(raw json.RawMessage) string {
	type detail struct {
		Error string `json:"error"`
	}
	var one detail
	var list []detail
	if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
		return list[0].Error
	}
	if json.Unmarshal(raw, &one) == nil {
		return one.Error
	}
	return ""
}

// refusal classifies an answer that is not 2xx. reading says that the request was a question, which never has an effect.
func refusal(got httpx.Answer, reading bool) *provider.Error {
	code, own := parseComplaint(got.Body)
	if !own && (got.Status == http.StatusNotFound || got.Status >= 300 && got.Status <= 399) {
		// Zendesk answers for accounts that are not there with a page or a redirect. That loses no note: somebody has to set the address right.
		return unsettled(codeNoZendesk)
	}
	if code == "" {
		code = "http_" + strconv.Itoa(got.Status)
	}
	failed := &provider.Error{Provider: name, Kind: provider.KindOfStatus(got.Status, own), Code: code}
	switch {
	case failed.Kind == provider.Throttled:
		if failed.RetryAfter = httpx.RetryAfter(got.Header, clock.Now()); failed.RetryAfter == 0 {
			failed.RetryAfter = pause
		}
	case got.Status == http.StatusConflict && own:
		// Two writes met at one ticket, and Zendesk took back ours.
		failed.Kind = provider.Unavailable
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
