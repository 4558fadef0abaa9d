package syncro

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// name is how this provider calls itself in errors and rows.
const name = "syncro"

// fail makes the failures that are decided here.
const fail kit.Failures = name

// pause is what we wait after "too many requests" that does not say how long: Syncro counts 180 requests a minute and address.
const pause = 30 * time.Second

// Codes of our own. Syncro has none, only sentences and statuses.
const (
	codeNotPermitted = "not_permitted" // a good token that may not do this
	codeNoSyncro     = "no_syncro"     // something answers, but not as Syncro does
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
	switch {
	case notPermitted(got):
		return fail.Refused(codeNotPermitted)
	case got.Status >= 300 && got.Status < 400, got.Status == http.StatusNotFound && !own:
		return fail.Unsettled(codeNoSyncro) // Syncro answers an unknown address with a web page
	}
	return fail.OfStatus(got, kit.Refusal{Own: own, Reading: reading, Pause: pause})
}
