// Package fake is what the fakes of outside systems share: a journal of what they were asked and what was wrong with it, faults on demand,
// an append-only store, and signed callbacks with retries.
package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// requestsKept bounds the journal of requests; older ones are forgotten. Violations are never forgotten by themselves.
const requestsKept = 20000

// Request is one request to a fake, verbatim, credentials included: a sandbox has throw-away secrets only.
type Request struct {
	ID       int64       `json:"id"`
	Provider string      `json:"provider"`
	Method   string      `json:"method"`
	Path     string      `json:"path"` // with the query
	Headers  http.Header `json:"headers"`
	Body     string      `json:"body"`
	Fault    Mode        `json:"fault,omitempty"` // the fault it met
	At       time.Time   `json:"at"`
}

// Violation is something a client did that the vendor would refuse or that breaks its contract.
type Violation struct {
	Provider string    `json:"provider"`
	Rule     string    `json:"rule"`   // short and stable: "to.e164"
	Detail   string    `json:"detail"` // what was found
	Request  string    `json:"request"`
	At       time.Time `json:"at"`
}

// Journal remembers requests and violations. The zero value is not usable; see NewJournal.
type Journal struct {
	store Store
	now   func() time.Time

	mu         sync.Mutex
	requests   []Request
	next       int64
	violations []Violation
}

// NewJournal returns a journal whose violations survive in store; requests live in memory only.
func NewJournal(store Store, now func() time.Time) (*Journal, error) {
	j := &Journal{store: store, now: now}
	err := store.Replay(func(kind string, value json.RawMessage) error {
		switch kind {
		case "violation":
			var v Violation
			if err := json.Unmarshal(value, &v); err != nil {
				return err
			}
			j.violations = append(j.violations, v)
		case "clear":
			j.violations = nil
		}
		return nil
	})
	return j, err
}

// Record notes a request.
func (j *Journal) Record(r Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.next++
	r.ID, r.At = j.next, j.now().UTC()
	j.requests = append(j.requests, r)
	if len(j.requests) > requestsKept+requestsKept/4 {
		j.requests = slices.Clone(j.requests[len(j.requests)-requestsKept:])
	}
}

// Violate notes a violation; request names the request, such as "POST /v3/mail/send".
func (j *Journal) Violate(provider, request, rule, format string, args ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	v := Violation{Provider: provider, Rule: rule, Detail: fmt.Sprintf(format, args...), Request: request, At: j.now().UTC()}
	j.violations = append(j.violations, v)
	// A violation that cannot be stored is still held here, where a test looks for it.
	_ = j.store.Append("violation", v)
}

// Requests returns the requests of one provider, or of all for "", oldest first.
func (j *Journal) Requests(provider string) []Request {
	j.mu.Lock()
	defer j.mu.Unlock()
	found := []Request{}
	for _, r := range j.requests {
		if provider == "" || r.Provider == provider {
			found = append(found, r)
		}
	}
	return found
}

// Violations returns all violations, oldest first; never nil.
func (j *Journal) Violations() []Violation {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]Violation{}, j.violations...)
}

// ForgetRequests empties the list of requests.
func (j *Journal) ForgetRequests() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.requests = nil
}

// ForgetViolations empties the list of violations.
func (j *Journal) ForgetViolations() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.violations = nil
	return j.store.Append("clear", nil)
}
