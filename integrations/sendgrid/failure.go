package sendgrid

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/sendgrid/rest"

	"countersign/core/clock"
	"countersign/core/provider"
)

// name is how this provider calls itself in errors and rows.
const name = "sendgrid"

// connectionFailure classifies a request that got no usable answer. Before its head was written SendGrid cannot have acted; afterwards it may have.
func connectionFailure(sent bool) *provider.Error {
	if sent {
		return &provider.Error{Provider: name, Kind: provider.Ambiguous, Code: "no_answer"}
	}
	return &provider.Error{Provider: name, Kind: provider.Unavailable, Code: "no_connection"}
}

// refusal classifies an answer that is not 2xx. SendGrid has no codes, only sentences (which may quote an address), so the code is the
// status and the field it complains about: "http_400 from.email".
func refusal(resp *rest.Response) *provider.Error {
	field, decoded := complaint(resp.Body)
	code := "http_" + strconv.Itoa(resp.StatusCode)
	if field != "" {
		code += " " + field
	}
	failed := &provider.Error{Provider: name, Kind: provider.KindOfStatus(resp.StatusCode, decoded), Code: code}
	if failed.Kind == provider.Throttled {
		failed.RetryAfter = untilReset(http.Header(resp.Headers).Get("X-RateLimit-Reset"), clock.Now())
	}
	return failed
}

// complaint returns the first field an error body names; ok is false when the body is not SendGrid's.
func complaint(body string) (field string, ok bool) {
	var said struct {
		Errors []struct {
			Message string  `json:"message"`
			Field   *string `json:"field"`
		} `json:"errors"`
	}
	if json.Unmarshal([]byte(body), &said) != nil || len(said.Errors) == 0 {
		return "", false
	}
	if said.Errors[0].Field != nil && len(*said.Errors[0].Field) <= 64 {
		field = *said.Errors[0].Field
	}
	return field, true
}

// untilReset reads X-RateLimit-Reset, the second (Unix) at which the limit starts anew; 0 when it says nothing.
func untilReset(header string, now time.Time) time.Duration {
	at, err := strconv.ParseInt(header, 10, 64)
	if err != nil {
		return 0
	}
	return max(time.Unix(at, 0).Sub(now), 0)
}
