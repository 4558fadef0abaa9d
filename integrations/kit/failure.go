// Package kit holds the parts that clients of ticket systems are made of: failures, ids, numbers, names of files, times, and how lists and searches are
// read. Nothing in it knows a vendor.
package kit

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"countersign/core/clock"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/httpx"
)

// Codes of our own that every client shares; each client has others beside them.
const (
	NoCompany    = "no_company"   // a ticket needs a company, and neither the ticket nor the defaults name one
	NoStatus     = "no_status"    // a status is to be set that is not known, or none is named
	NoReference  = "no_reference" // without a reference nothing can be found again
	BadID        = "bad_id"       // an id that the vendor cannot have given
	BadPosition  = "bad_position" // a place in a list that we cannot have given
	BadField     = "bad_field"    // a field that a ticket default does not have, or a value that it cannot have
	Unsearchable = "unsearchable" // the answer to a search is not what was asked for, or too long
)

// Failures makes the failures of one provider, whose name it is. Codes hold no PII and no secret.
type Failures string

// Refused is a request that was surely not carried out, and will not be if it is repeated.
func (f Failures) Refused(code string) *provider.Error { return f.of(provider.Refused, code) }

// Ambiguous is a request that may have been carried out.
func (f Failures) Ambiguous(code string) *provider.Error { return f.of(provider.Ambiguous, code) }

// Unsettled is a connection whose settings a person has to set right, as after wrong keys: what waits to be written goes on waiting.
func (f Failures) Unsettled(code string) *provider.Error { return f.of(provider.Unauthorized, code) }

func (f Failures) of(kind provider.Kind, code string) *provider.Error {
	return &provider.Error{Provider: string(f), Kind: kind, Code: code}
}

// Absent is a record that is not there: ticket.ErrNotFound with a refusal.
func (f Failures) Absent(code string) error { return Absent(f.Refused(code)) }

// Absent marks a refusal as one of a record that is not there: ticket.ErrNotFound beside it.
func Absent(refusal *provider.Error) error { return fmt.Errorf("%w: %w", ticket.ErrNotFound, refusal) }

// Refusal is what an answer with a status outside 2xx says, as far as the vendor's body told.
type Refusal struct {
	Code    string        // "" for "http_" and the status
	Own     bool          // the body is the vendor's own
	Reading bool          // the request was a question, which never has an effect
	Pause   time.Duration // how long to wait after "too many requests" that does not say
}

// saysNo reports whether a status says that the vendor understood what was asked and will not do it. Any other is trouble on the way or at the vendor.
func saysNo(status int) bool {
	switch status {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotAcceptable, http.StatusConflict, http.StatusGone,
		http.StatusLengthRequired, http.StatusPreconditionFailed, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong, http.StatusUnsupportedMediaType,
		http.StatusUnprocessableEntity, http.StatusRequestHeaderFieldsTooLarge:
		return true
	}
	return false
}

// Trouble is the kind of an answer that nobody documents, such as a redirect to a page about maintenance: what was asked is repeated until it is over. Only
// "see other" may stand for something that was done.
func Trouble(status int, reading bool) provider.Kind {
	if status == http.StatusSeeOther && !reading {
		return provider.Ambiguous
	}
	return provider.Unavailable
}

// OfStatus classifies an answer by its status. It is Refused only where the status says so.
func (f Failures) OfStatus(got httpx.Answer, said Refusal) *provider.Error {
	if said.Code == "" {
		said.Code = "http_" + strconv.Itoa(got.Status)
	}
	failed := f.of(provider.KindOfStatus(got.Status, said.Own), said.Code)
	switch {
	case failed.Kind == provider.Refused && !saysNo(got.Status):
		failed.Kind = Trouble(got.Status, said.Reading)
	case failed.Kind == provider.Throttled:
		if failed.RetryAfter = httpx.RetryAfter(got.Header, clock.Now()); failed.RetryAfter == 0 {
			failed.RetryAfter = said.Pause
		}
	case got.Status >= 500 && said.Reading:
		failed.Kind = provider.Unavailable
	}
	return failed
}
