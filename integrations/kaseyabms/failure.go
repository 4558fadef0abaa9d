package kaseyabms

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// name is how this provider calls itself in errors and rows.
const name = "kaseyabms"

// fail makes the failures that are decided here.
const fail kit.Failures = name

// pause is what we wait after "too many requests". Kaseya allows 1,500 requests an hour for each endpoint and does not say when the hour ends.
const pause = time.Minute

// Codes of our own, beside the numbers that Kaseya BMS gives.
const (
	codeNoBMS      = "no_bms"           // something answers, but not as Kaseya BMS does
	codeSignIn     = "sign_in"          // the company, the user or the password is wrong
	codeNoReason   = "no_reason"        // a refusal without a code
	codeNobody     = "no_result"        // a success that holds nothing
	codeNoLocation = "no_location"      // a ticket needs a location, and its account has none
	codeNoField    = "no_"              // a ticket needs a field that its defaults do not choose; the field's name follows
	codeNoNoteType = "no_note_type"     // a note needs a type, and none can be found
	codeBadFile    = "bad_file"         // an empty file
	codeBadPaging  = "unexpected_pages" // pages do not follow each other as expected: a row would be left out
)

// trouble is the error of an envelope, as far as we look: its sentences may quote names and numbers.
type trouble struct {
	Code json.RawMessage `json:"code"`
}

// parseTrouble reads an error's code; 0 when it has none that is a number.
func parseTrouble(raw json.RawMessage) int {
	var said trouble
	if json.Unmarshal(raw, &said) != nil {
		return 0
	}
	var number int
	if json.Unmarshal(said.Code, &number) == nil {
		return bounded(number)
	}
	var text string
	if json.Unmarshal(said.Code, &text) == nil {
		number, _ = strconv.Atoi(text)
	}
	return bounded(number)
}

// bounded limits a code's length: a longer number may be a phone number.
func bounded(code int) int {
	if code < -99_999 || code > 99_999 {
		return 0
	}
	return code
}

// standing is the HTTP status that a refusal amounts to. Kaseya BMS says no with 200 as well, and tells in the error's code what kind of no it is.
func standing(status, code int) int {
	saysNothing := status >= 200 && status <= 299 || status == http.StatusBadRequest
	switch {
	case saysNothing && code >= 400 && code <= 599:
		return code
	case saysNothing:
		return http.StatusBadRequest
	}
	return status
}

// refusal classifies an answer that is no success. reading says that the request was a question, which never has an effect.
func refusal(got httpx.Answer, code int, reading bool) *provider.Error {
	said := kit.Refusal{Code: codeNoReason, Reading: reading, Pause: pause}
	switch {
	case code != 0:
		said.Code = strconv.Itoa(code)
	case got.Status != http.StatusOK:
		said.Code = "http_" + strconv.Itoa(got.Status)
	}
	got.Status = standing(got.Status, code)
	return fail.OfStatus(got, said)
}

// forbidden reports whether our employee lacks a right, notFound whether what was asked for is not there.
func forbidden(got httpx.Answer, code int) bool {
	return standing(got.Status, code) == http.StatusForbidden
}

func notFound(got httpx.Answer, code int) bool {
	return standing(got.Status, code) == http.StatusNotFound
}
