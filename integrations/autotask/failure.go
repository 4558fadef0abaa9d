package autotask

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"countersign/core/clock"
	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// name is how this provider calls itself in errors and rows.
const name = "autotask"

// fail makes the failures that are decided here.
const fail kit.Failures = name

// What we wait after "too many" that does not say how long: a thread is free in moments, the requests of an hour run off slowly.
const (
	threadPause    = 5 * time.Second
	thresholdPause = time.Minute
)

// Codes of our own. Autotask has none but one: it says everything in sentences, which may quote names and numbers and so stay out of errors.
const (
	codeUnknownUser  = "unknown_user"  // no zone knows the API user
	codeNoAutotask   = "no_autotask"   // something answers, but not as Autotask does
	codeForeignZone  = "foreign_zone"  // the zone lies where our credentials must not travel
	codeDenied       = "permission"    // the API user lacks a permission
	codeMissing      = "no_record"     // no such record
	codeThreads      = "thread_limit"  // more than three requests at once
	codeThreshold    = "request_limit" // more than 10,000 requests in an hour
	codeTimeout      = "timeout"       // Autotask's own database took too long
	codeInvalid      = "invalid"       // a field has a value that it cannot have
	codeNoNoteType   = "no_note_type"  // Autotask has no type that a note could be of
	codeNoBodyStatus = "http_"         // before a status that came without words
)

// signs are how Autotask's sentences are told apart, the first that fits.
var signs = []struct {
	says *regexp.Regexp
	code string
}{
	{regexp.MustCompile(`(?i)itgenatr005|thread (threshold|limit)|threads? .*exceed|exceed.* threads?`), codeThreads},
	{regexp.MustCompile(`(?i)threshold.*(exceed|reach)|(exceed|reach).*threshold|too many requests|request limit`), codeThreshold},
	{regexp.MustCompile(`(?i)permission|not authori[sz]ed|access (is )?denied`), codeDenied},
	{regexp.MustCompile(`(?i)no matching records?`), codeMissing},
	{regexp.MustCompile(`(?i)time[d]?[ -]?out|deadlock`), codeTimeout},
}

// complains tells a sentence that speaks of what was sent. A 500 with any other sentence is trouble of Autotask's own.
var complains = regexp.MustCompile(`(?i)\b(required|invalid|must|cannot|can't|may not|not (allowed|valid|permitted|supported|found|active)|does not exist|read-?only|too (long|large|many)|` +
	`maximum|minimum|out of range|inactive|incorrect|missing|unable to (parse|find))\b`)

// named are the fields that a refusal may speak of: their names are ours to repeat.
var named = regexp.MustCompile(`(?i)\b(companyID|contactID|queueID|status|priority|issueType|subIssueType|ticketType|ticketCategory|source|dueDateTime|title|description|` +
	`externalID|noteType|publish|resourceID|roleID|assignedResourceID|assignedResourceRoleID|billingCodeID|contractID|summaryNotes|mobilePhone)\b`)

// parseComplaint reads a refusal's body, {"errors":["…"]}. own says that the body is Autotask's; sentence must not leave this file.
func parseComplaint(body []byte) (sentence string, own bool) {
	var said struct {
		Errors []any `json:"errors"`
	}
	if json.Unmarshal(body, &said) != nil || said.Errors == nil {
		return "", false
	}
	var all []string
	for _, one := range said.Errors {
		if text, ok := one.(string); ok {
			all = append(all, text)
		}
	}
	return strings.Join(all, "\n"), true
}

// codeOf says what a refusal's sentence means; "" for nothing that we know.
func codeOf(sentence string) string {
	for _, sign := range signs {
		if sign.says.MatchString(sentence) {
			return sign.code
		}
	}
	if field := named.FindString(sentence); field != "" {
		return codeInvalid + " " + field
	}
	return ""
}

// refusal classifies an answer that is not 2xx. reading says that the request was a question, which never has an effect. Autotask answers 500 for nearly
// everything that it understood and would not do.
func refusal(got httpx.Answer, reading bool) *provider.Error {
	sentence, own := parseComplaint(got.Body)
	code := codeOf(sentence)
	failed := &provider.Error{Provider: name, Kind: provider.KindOfStatus(got.Status, own), Code: code}
	if code == "" {
		failed.Code = codeNoBodyStatus + strconv.Itoa(got.Status)
	}
	switch {
	case failed.Kind == provider.Unauthorized:
	case failed.Kind == provider.Throttled, code == codeThreads, code == codeThreshold:
		failed.Kind, failed.RetryAfter = provider.Throttled, pauseOf(got, code)
	case code == codeTimeout && reading:
		failed.Kind = provider.Unavailable
	case code == codeTimeout:
		failed.Kind = provider.Ambiguous
	case got.Status == http.StatusInternalServerError && own && (code != "" || complains.MatchString(sentence)):
		failed.Kind = provider.Refused
	case failed.Kind == provider.Refused && got.Status != http.StatusBadRequest && got.Status != http.StatusForbidden && got.Status != http.StatusNotFound &&
		got.Status != http.StatusMethodNotAllowed && got.Status != http.StatusConflict && got.Status != http.StatusUnprocessableEntity:
		failed.Kind = kit.Trouble(got.Status, reading)
	case got.Status == http.StatusInternalServerError && own && !reading:
		failed.Kind = provider.Ambiguous // trouble that Autotask does not explain may come after the saving
	case got.Status >= 500 && reading:
		failed.Kind = provider.Unavailable
	}
	return failed
}

func pauseOf(got httpx.Answer, code string) time.Duration {
	if said := httpx.RetryAfter(got.Header, clock.Now()); said > 0 {
		return said
	}
	if code == codeThreads {
		return threadPause
	}
	return thresholdPause
}
