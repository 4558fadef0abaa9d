package halopsa

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// name is how this provider calls itself in errors and rows.
const name = "halopsa"

// fail makes the failures that are decided here.
const fail kit.Failures = name

// pause is what we wait after "too many requests" that does not say how long; HaloPSA's does not.
const pause = 5 * time.Second

// Codes of our own, beside HaloPSA's.
const (
	codeBadAddress   = "bad_address"   // the Resource Server's URL is not one that we may use
	codeNoHalo       = "no_halopsa"    // something answers, but not as HaloPSA does
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
	return fail.OfStatus(got, kit.Refusal{Code: code, Reading: reading, Pause: pause})
}
