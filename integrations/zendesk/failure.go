package zendesk

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"time"

	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// name is how this provider calls itself in errors and rows.
const name = "zendesk"

// fail makes the failures that are decided here.
const fail kit.Failures = name

// pause is what we wait after "too many requests" that does not say how long: limits are counted by the minute.
const pause = time.Minute

// Codes of our own, beside Zendesk's.
const (
	codeNoZendesk     = "no_zendesk"     // something answers, but not as Zendesk does: there is no such account
	codeNotSignedIn   = "not_signed_in"  // Zendesk answers as it does to strangers
	codeNotAgent      = "not_agent"      // the token acts for an end user
	codeNoMobileField = "no_field"       // there is no user field of the key that the settings name
	codeUnknownStatus = "unknown_status" // the account has no such status
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
	if fields := slices.Sorted(maps.Keys(said.Details)); len(fields) > 0 {
		for _, part := range []string{fields[0], detailOf(said.Details[fields[0]])} {
			switch {
			case !word.MatchString(part):
			case code == "":
				code = part
			default:
				code += " " + part
			}
		}
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
		// Zendesk answers for accounts that are not there with a page or a redirect. The note is not lost: it waits until the address is corrected.
		return fail.Unsettled(codeNoZendesk)
	}
	failed := fail.OfStatus(got, kit.Refusal{Code: code, Own: own, Reading: reading, Pause: pause})
	if got.Status == http.StatusConflict && own {
		// Two writes met at one ticket, and Zendesk took back ours.
		failed.Kind = provider.Unavailable
	}
	return failed
}
