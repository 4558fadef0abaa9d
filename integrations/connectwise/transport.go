package connectwise

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"

	"countersign/core/provider"
)

const (
	userAgent = "countersign"

	// accepted pins the schema of answers, so that an update of the server does not change them under us.
	accepted = "application/vnd.connectwise.com+json; version=2025.1"

	// answerLimit bounds what is read of one answer, in bytes. The longest real one is a page of pageSize notes.
	answerLimit = 16 << 20

	asJSON = "application/json"
)

// request is one call of the API.
type request struct {
	method string
	path   string // below apis/3.0, with its first slash
	query  url.Values
	kind   string // content type of the body
	body   []byte
}

// answer is what came back, read whole.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// get reads one resource or one page of a list into a value.
func (c *Client) get(ctx context.Context, path string, query url.Values, into any) error {
	return c.call(ctx, request{method: http.MethodGet, path: path, query: query}, into)
}

// send posts or patches a value as JSON and reads the resource that it became.
func (c *Client) send(ctx context.Context, method, path string, value, into any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return c.call(ctx, request{method: method, path: path, kind: asJSON, body: body}, into)
}

// call makes one call, once. Its error is a *provider.Error, with ticket.ErrNotFound beside it after 404.
// A path that is not there may have moved with a release of the server: only then the codebase is asked for anew and the call repeated there.
func (c *Client) call(ctx context.Context, r request, into any) error {
	codebase, err := c.codebase(ctx)
	if err != nil {
		return err
	}
	got, err := c.try(ctx, codebase, r)
	if err != nil {
		return err
	}
	if got.status == http.StatusNotFound {
		now, err := c.discover(ctx)
		if err != nil {
			return err
		}
		if now == codebase {
			return notFound(got)
		}
		if got, err = c.try(ctx, now, r); err != nil {
			return err
		}
	}
	return understand(got, r.method == http.MethodGet, into)
}

// understand turns an answer into a value or an error.
func understand(got answer, reading bool, into any) error {
	switch {
	case got.status == http.StatusNotFound:
		return notFound(got)
	case got.status < 200 || got.status > 299:
		return refusal(got, reading)
	case into == nil:
		return nil
	case json.Unmarshal(got.body, into) != nil:
		return unreadable(reading)
	}
	return nil
}

// try sends a call to one codebase.
func (c *Client) try(ctx context.Context, codebase string, r request) (answer, error) {
	target := *c.base
	target.Path = c.base.Path + "/" + codebase + "apis/3.0" + r.path
	target.RawPath = ""
	// ConnectWise's own examples write a space as %20; a plus sign is data.
	target.RawQuery = strings.ReplaceAll(r.query.Encode(), "+", "%20")
	req, err := http.NewRequestWithContext(ctx, r.method, target.String(), bytes.NewReader(r.body))
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Accept", accepted)
	req.Header.Set("clientId", c.clientID)
	req.Header.Set("User-Agent", userAgent)
	if r.kind != "" {
		req.Header.Set("Content-Type", r.kind)
	}
	req.SetBasicAuth(c.user, c.password)
	return c.exchange(req)
}

// exchange sends a request and reads its answer. From the moment the request's head is written ConnectWise may act, whatever happens to the
// answer; only a question that was lost is surely without effect.
func (c *Client) exchange(req *http.Request) (answer, error) {
	reading := req.Method == http.MethodGet
	var sent atomic.Bool
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }}))
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, connectionFailure(sent.Load() && !reading)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, answerLimit+1))
	if err != nil {
		return answer{}, connectionFailure(!reading)
	}
	if len(body) > answerLimit {
		return answer{}, unreadable(reading)
	}
	return answer{status: resp.StatusCode, header: resp.Header, body: body}, nil
}

// connectionFailure classifies a request that got no answer.
func connectionFailure(maybeTaken bool) *provider.Error {
	if maybeTaken {
		return &provider.Error{Provider: name, Kind: provider.Ambiguous, Code: "no_answer"}
	}
	return &provider.Error{Provider: name, Kind: provider.Unavailable, Code: "no_connection"}
}
