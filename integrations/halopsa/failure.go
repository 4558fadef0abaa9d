package halopsa

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"countersign/core/clock"
	"countersign/core/provider"
	"countersign/integrations/httpx"
)

// name is how this provider calls itself in errors and rows.
const name = "halopsa"

// pause is what we wait after "too many requests" that does not say how long; HaloPSA's does not.
const pause = 5 * time.Second

// Codes of our own, beside HaloPSA's.
const (
	codeBadAddress   = "bad_address"   // the Resource Server's URL is not one that we may use
	codeNoHalo       = "no_halopsa"    // something answers, but not as HaloPSA does
	codeNoCompany    = "no_company"    // a ticket needs a customer or a user, and neither the ticket nor the defaults name one
	codeNoStatus     = "no_status"     // a status is to be set, and there is none of that name
	codeBadID        = "bad_id"        // an id that HaloPSA cannot have given
	codeNoReference  = "no_reference"  // without a reference nothing can be found again
	codeBadPosition  = "bad_position"  // a place in a list that we cannot have given
	codeBadNumber    = "bad_number"    // a number that is none
	codeBadTime      = "bad_time"      // a time entry that ends before it begins
	codeBadField     = "bad_field"     // a field that a ticket default does not have
	codeUnsearchable = "unsearchable"  // the answer to a search is not what was asked for, or too long
	codeTokenRefused = "token_refused" // HaloPSA gave a token, and does not take it
)

// complaint is the body of a refusal in any of its shapes; the fifth is plain text.
//
//	{"ClassName":"System.Exception","Message":"…"}
//	{"message":"…"}
//	{"error":"invalid_client"}
//	{"resultCode":7,"errorMessage":"…"}
type complaint struct {
	ClassName    string          `json:"ClassName"`
	Message      string          `json:"message"` // also Message: names of fields are compared without case
	Error        string          `json:"error"`
	ErrorMessage string          `json:"errorMessage"`
	ResultCode   json.RawMessage `json:"resultCode"`
}

// What codes look like. Anything else stays out of errors: sentences may quote names and numbers.
var (
	className  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)+$`)
	snakeCase  = regexp.MustCompile(`^[a-z]+(_[a-z]+)+$`)
	resultCode = regexp.MustCompile(`^-?[0-9]{1,6}$`)
)

// parseComplaint reads a refusal's body. code is "" when it names none that can be shown; lacking says that it speaks of a missing permission.
func parseComplaint(body []byte) (code string, lacking bool) {
	var said complaint
	if json.Unmarshal(body, &said) != nil {
		var text string
		if json.Unmarshal(body, &text) != nil {
			text = string(body[:min(len(body), 1000)])
		}
		return "", saysNo(text)
	}
	result := strings.Trim(string(said.ResultCode), `"`)
	switch {
	case len(said.ClassName) <= 64 && className.MatchString(said.ClassName):
		code = said.ClassName
	case len(said.Error) <= 64 && snakeCase.MatchString(said.Error):
		code = said.Error
	case resultCode.MatchString(result):
		code = "result_" + result
	}
	return code, saysNo(said.Message) || saysNo(said.Error) || saysNo(said.ErrorMessage)
}

// saysNo reports whether a sentence of HaloPSA's speaks of a permission that is missing.
func saysNo(sentence string) bool {
	sentence = strings.ToLower(sentence)
	return strings.Contains(sentence, "do not have permission") || strings.Contains(sentence, "don't have permission") || strings.Contains(sentence, "access denied")
}

// refusal classifies an answer that is not 2xx. reading says that the request was a question, which never has an effect. An exception of HaloPSA's
// own says nothing of what was saved before it: rules and mails come after the saving.
func refusal(got httpx.Answer, reading bool) *provider.Error {
	code, _ := parseComplaint(got.Body)
	if code == "" {
		code = "http_" + strconv.Itoa(got.Status)
	}
	failed := &provider.Error{Provider: name, Kind: provider.KindOfStatus(got.Status, false), Code: code}
	switch {
	case failed.Kind == provider.Throttled:
		if failed.RetryAfter = httpx.RetryAfter(got.Header, clock.Now()); failed.RetryAfter == 0 {
			failed.RetryAfter = pause
		}
	case got.Status >= 500 && reading:
		failed.Kind = provider.Unavailable
	}
	return failed
}

// unsettled is a connection whose settings somebody has to set right, as with wrong keys: what waits to be written goes on waiting.
func unsettled(code string) *provider.Error {
	return &provider.Error{Provider: name, Kind: provider.Unauthorized, Code: code}
}

func refused(code string) *provider.Error {
	return &provider.Error{Provider: name, Kind: provider.Refused, Code: code}
}

func ambiguous(code string) *provider.Error {
	return &provider.Error{Provider: name, Kind: provider.Ambiguous, Code: code}
}
