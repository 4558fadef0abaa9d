package connectwise

import (
	"bytes"
	"encoding/json"
	"regexp"
	"time"

	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// name is how this provider calls itself in errors and rows.
const name = "connectwise"

// fail makes the failures that are decided here.
const fail kit.Failures = name

// pause is what we wait after "too many requests" that does not say how long. ConnectWise publishes no limits.
const pause = 10 * time.Second

// Codes of our own, beside ConnectWise's.
const (
	codeUnknownCompany = "unknown_company" // companyinfo knows no such company
	codeNoConnectWise  = "no_connectwise"  // something answers, but not as ConnectWise does
)

// complaint is the body of a refusal:
//
//	{"code":"InvalidObject","message":"ticket object is invalid","errors":[{"code":"MissingRequiredField","message":"…","resource":"ticket","field":"summary"}]}
type complaint struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Errors  []struct {
		Code  string `json:"code"`
		Field string `json:"field"`
	} `json:"errors"`
}

// word is what a code or the name of a field looks like. Anything else stays out of errors: sentences may quote names and numbers.
var word = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./]{0,63}$`)

// parseComplaint reads a refusal's body. code is "" when it names none that can be shown; own says that the body is ConnectWise's.
func parseComplaint(body []byte) (code string, own bool) {
	var said complaint
	if json.Unmarshal(body, &said) != nil || said.Code == "" && said.Message == "" {
		return "", false
	}
	if word.MatchString(said.Code) {
		code = said.Code
	}
	if len(said.Errors) == 0 {
		return code, true
	}
	for _, part := range []string{said.Errors[0].Code, said.Errors[0].Field} {
		switch {
		case !word.MatchString(part):
		case code == "":
			code = part
		default:
			code += " " + part
		}
	}
	return code, true
}

// refusal classifies an answer that is not 2xx. reading says that the request was a question, which never has an effect.
func refusal(got httpx.Answer, reading bool) *provider.Error {
	code, own := parseComplaint(got.Body)
	failed := fail.OfStatus(got, kit.Refusal{Code: code, Own: own, Reading: reading, Pause: pause})
	if got.Status >= 500 && !reading && ranOut(got.Body) {
		failed.Kind = provider.Ambiguous
	}
	return failed
}

// ranOut reports whether a 500 says that ConnectWise's own database took too long: what was asked may still have been done.
func ranOut(body []byte) bool { return bytes.Contains(bytes.ToLower(body), []byte("timeout")) }
