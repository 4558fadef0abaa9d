package superops

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"time"

	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// name is how this provider calls itself in errors and rows.
const name = "superops"

// fail makes the failures that are decided here.
const fail kit.Failures = name

// pause is what we wait after "too many requests" that does not say how long: SuperOps counts 800 requests a minute and user.
const pause = 20 * time.Second

// SuperOps' codes that mean something to us. https://support.superops.com/en/articles/6632228-handling-errors
const (
	codeForbidden    = "forbidden"
	codeRateLimit    = "rate_limit_exceeded"
	codeNoEntity     = "entity_does_not_exist"
	subscriptionOver = "subscription_" // and what became of it: trial_expired, paused, cancelled
)

// Codes of our own, beside SuperOps'.
const (
	codeBadSubdomain = "unknown_subdomain" // SuperOps knows no such MSP
	codeNoSuperOps   = "no_superops"       // something answers, but not as SuperOps does

	codeNoMobileField = "no_mobile_field" // no requester has the custom field that the settings name
)

// graphError is one error of a GraphQL answer (section 7.1.2 of its specification), with SuperOps' own extension.
type graphError struct {
	Extensions struct {
		Classification json.RawMessage `json:"classification"`
		ClientError    []struct {
			Code string `json:"code"`
		} `json:"clientError"`
	} `json:"extensions"`
}

// word is what a code looks like. Anything else stays out of errors: sentences may quote names and numbers.
var word = regexp.MustCompile(`^[a-z][a-z_]{0,63}$`)

// codeIn is the first code among the errors of an answer; "" for none that can be shown.
func codeIn(errors []graphError) string {
	for _, one := range errors {
		for _, said := range one.Extensions.ClientError {
			if word.MatchString(said.Code) {
				return said.Code
			}
		}
	}
	return ""
}

// misunderstood reports whether SuperOps says that it never began: the document itself was wrong.
func misunderstood(errors []graphError) bool {
	for _, one := range errors {
		said := string(one.Extensions.Classification)
		if strings.Contains(said, "ValidationError") || strings.Contains(said, "InvalidSyntax") {
			return true
		}
	}
	return false
}

// refusal classifies the errors of an answer with status 200. What failed in the middle, without a code, may have been done.
func refusal(errors []graphError, reading bool) *provider.Error {
	code := codeIn(errors)
	failed := &provider.Error{Provider: name, Kind: provider.Refused, Code: code}
	switch {
	case code == codeRateLimit:
		failed.Kind, failed.RetryAfter = provider.Throttled, pause
	case strings.HasPrefix(code, subscriptionOver):
		failed.Kind = provider.Unauthorized // a person has to correct the settings; writes go on waiting
	case code != "":
	case misunderstood(errors):
		failed.Code = "invalid_document"
	case reading:
		failed.Kind, failed.Code = provider.Unavailable, "failed"
	default:
		failed.Kind, failed.Code = provider.Ambiguous, "failed"
	}
	return failed
}

// rejection classifies an answer whose status is not 200. reading says that the request was a question, which never has an effect.
func rejection(got httpx.Answer, reading bool) *provider.Error {
	switch {
	case got.Status == http.StatusBadRequest: // what we send is well-formed: it is the subdomain that SuperOps does not know
		return fail.Unsettled(codeBadSubdomain)
	case got.Status == http.StatusNotFound, got.Status == http.StatusMethodNotAllowed, got.Status >= 300 && got.Status < 400:
		return fail.Unsettled(codeNoSuperOps)
	}
	return fail.OfStatus(got, kit.Refusal{Reading: reading, Pause: pause})
}

// isForbidden tells a refusal for want of a right.
func isForbidden(refusal *provider.Error) bool {
	return refusal.Code == codeForbidden || refusal.Code == "http_403"
}
