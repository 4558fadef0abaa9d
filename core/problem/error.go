package problem

import (
	"encoding/json"
	"errors"
	"time"
)

// Field says what is wrong with one field of a request, in words for the person who filled it in.
type Field struct {
	Field   string `json:"field"` // a path as the client knows it: "subject", "countries[2]"
	Message string `json:"message"`
}

// Error is a problem as an error. Fields and Detail may hold what a client sent and belong in answers, not in logs: Error() leaves them out.
type Error struct {
	Code       Code
	Status     int // HTTP
	Title      string
	Detail     string
	Fields     []Field
	RetryAfter time.Duration // 0: say nothing
}

// New makes the error of a code; an empty detail takes the table's.
func New(code Code, detail string) *Error {
	row := Of(code)
	if detail == "" {
		detail = row.Detail
	}
	return &Error{Code: row.Code, Status: row.Status, Title: row.Title, Detail: detail}
}

// Invalid is New with the fields that are wrong.
func Invalid(code Code, fields ...Field) *Error {
	e := New(code, "")
	e.Fields = fields
	return e
}

// Later is New with the time until a new try makes sense.
func Later(code Code, retryAfter time.Duration) *Error {
	e := New(code, "")
	e.RetryAfter = retryAfter
	return e
}

// From returns the problem in err's chain; any other error is Internal and its text stays with us. From(nil) is nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return New(Internal, "")
}

func (e *Error) Error() string {
	return string(e.Code) + ": " + e.Title
}

// Is matches any problem of the same code, so errors.Is(err, problem.New(problem.NotFound, "")) asks for the code alone.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

// RetrySeconds is RetryAfter in whole seconds, rounded up, as the Retry-After header wants it; 0 when there is nothing to say.
func (e *Error) RetrySeconds() int {
	return int((e.RetryAfter + time.Second - 1) / time.Second)
}

// ContentType is what a problem is served as.
const ContentType = "application/problem+json"

// Type is the "type" member of RFC 9457 for a code: an identifier, not an address to open.
func (c Code) Type() string {
	return "urn:countersign:problem:" + string(c)
}

// MarshalJSON writes the body of RFC 9457.
func (e *Error) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Type       string  `json:"type"`
		Title      string  `json:"title"`
		Status     int     `json:"status"`
		Code       Code    `json:"code"`
		Detail     string  `json:"detail,omitempty"`
		Fields     []Field `json:"fields,omitempty"`
		RetryAfter int     `json:"retry_after,omitempty"`
	}{e.Code.Type(), e.Title, e.Status, e.Code, e.Detail, e.Fields, e.RetrySeconds()})
}
