// Package httpx is one HTTP exchange with an outside system, and the one question that matters when it fails: may what was asked have been done?
// Every integration that speaks HTTP by itself builds on it.
package httpx

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"countersign/core/clock"
	"countersign/core/provider"
)

const (
	userAgent = "countersign"

	// timeout bounds one request where the caller brings no HTTP client of its own. PSAs are slow: a busy one needs many seconds for a list.
	timeout = 30 * time.Second

	// answerLimit bounds what is read of one answer, in bytes. The longest real one is a page of 1,000 people.
	answerLimit = 16 << 20
)

// Client makes exchanges with one outside system. It is safe for concurrent use.
type Client struct {
	provider string
	http     *http.Client
}

// New returns a client. It never follows a redirect: a POST repeated elsewhere could write twice, and credentials must not travel.
// provider is how the system calls itself in errors; given is nil for a plain client with a limit of 30 s.
func New(provider string, given *http.Client) *Client {
	own := &http.Client{Timeout: timeout}
	if given != nil {
		*own = *given
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{provider: provider, http: own}
}

// Answer is what came back, read whole.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do sends a request and reads its answer, of any status. From the moment the request's head is written the other side may act, even if its
// answer is lost; only a question (reading) that was lost is surely without effect. Errors are *provider.Error, Unavailable or Ambiguous.
func (c *Client) Do(req *http.Request, reading bool) (Answer, error) {
	req.Header.Set("User-Agent", userAgent)
	var sent atomic.Bool
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }}))
	begun := clock.Now()
	resp, err := c.http.Do(req)
	if err != nil {
		return Answer{}, c.lost(sent.Load() && !reading)
	}
	defer resp.Body.Close()
	readClock(req.Context(), begun, resp.Header)
	body, err := io.ReadAll(io.LimitReader(resp.Body, answerLimit+1))
	if err != nil {
		return Answer{}, c.lost(!reading)
	}
	if len(body) > answerLimit {
		return Answer{}, c.Unreadable(reading)
	}
	return Answer{Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
}

// JSON is the media type of the bodies of most APIs.
const JSON = "application/json"

// Request is one request of an API that answers in JSON.
type Request struct {
	Method  string
	URL     string
	Body    []byte // JSON, unless Prepare says otherwise; nil for none
	Reading bool   // has no effect on the other side
	// Prepare sets the credentials and the headers that differ from JSON; nil for none.
	Prepare func(*http.Request)
}

// Send makes a request and sends it with Do.
func (c *Client) Send(ctx context.Context, r Request) (Answer, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return Answer{}, err
	}
	req.Header.Set("Accept", JSON)
	if r.Body != nil {
		req.Header.Set("Content-Type", JSON)
	}
	if r.Prepare != nil {
		r.Prepare(req)
	}
	return c.Do(req, r.Reading)
}

// AsForm prepares a request whose body is a form.
func AsForm(req *http.Request) { req.Header.Set("Content-Type", "application/x-www-form-urlencoded") }

// Decode reads JSON into a value; a nil value reads nothing. Its error is that of Unreadable.
func (c *Client) Decode(body []byte, reading bool, into any) error {
	if into != nil && json.Unmarshal(body, into) != nil {
		return c.Unreadable(reading)
	}
	return nil
}

// lost classifies a request that got no answer.
func (c *Client) lost(maybeTaken bool) *provider.Error {
	if maybeTaken {
		return c.Fail(provider.Ambiguous, "no_answer")
	}
	return c.Fail(provider.Unavailable, "no_connection")
}

// Unreadable is an answer that came but cannot be understood: what was asked may have been done, unless it was a question.
func (c *Client) Unreadable(reading bool) *provider.Error {
	if reading {
		return c.Fail(provider.Unavailable, "unreadable_answer")
	}
	return c.Fail(provider.Ambiguous, "unreadable_answer")
}

// Fail is a failure of this provider. code is the vendor's own or ours; it holds no PII and no secret.
func (c *Client) Fail(kind provider.Kind, code string) *provider.Error {
	return &provider.Error{Provider: c.provider, Kind: kind, Code: code}
}

// RetryAfter reads a Retry-After header in seconds or as a date (RFC 9110 section 10.2.3); 0 when it says nothing.
func RetryAfter(header http.Header, now time.Time) time.Duration {
	said := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(said); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(said); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

// Base reads the address of a server: http or https (which of them is allowed is not decided here), a host, perhaps a path, and nothing else.
// The path has no slash at its end.
func Base(raw, example string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(strings.TrimSpace(raw), "/"))
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("the server must be an https address such as %s", example)
	}
	if base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, errors.New("the server's address must hold no credentials and no query")
	}
	return base, nil
}

// Below is the address of a path, with its first slash, below a base. It writes a space of the query as %20, because some vendors read a plus sign as data.
func Below(base *url.URL, path string, query url.Values) string {
	at := *base
	at.Path, at.RawPath = base.Path+path, ""
	at.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20")
	return at.String()
}

// Plain reports whether a setting is not empty and holds printable ASCII without spaces, and none of the forbidden characters.
func Plain(value, forbidden string) bool {
	return value != "" && !strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }) && !strings.ContainsAny(value, forbidden)
}
