package connectwise

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// accepted pins the schema of answers, so that an update of the server does not change them under us.
const accepted = "application/vnd.connectwise.com+json; version=2025.1"

// request is one call of the API.
type request struct {
	right  integration.Right // that our member needs for it
	method string
	path   string // below apis/3.0, with its first slash
	query  url.Values
	kind   string // content type of the body; "" for JSON
	body   []byte
	ahead  bool // asks for forward-only pages
}

// get reads one resource or one page of a list into a value.
func (c *Client) get(ctx context.Context, right integration.Right, path string, query url.Values, into any) error {
	return c.call(ctx, request{right: right, method: http.MethodGet, path: path, query: query}, into)
}

// send posts or patches a value as JSON and reads the resource that it became.
func (c *Client) send(ctx context.Context, right integration.Right, method, path string, value, into any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return c.call(ctx, request{right: right, method: method, path: path, body: body}, into)
}

// call makes one call, once. Its error is a *provider.Error, with ticket.ErrNotFound beside it after 404 and within a *integration.Denied after 403.
func (c *Client) call(ctx context.Context, r request, into any) error {
	_, err := c.answer(ctx, r, into)
	return err
}

// answer is call, for those who look at the headers too. A path that is not there may have moved with a release of the server: only then the
// codebase is asked for anew and the call repeated there.
func (c *Client) answer(ctx context.Context, r request, into any) (httpx.Answer, error) {
	codebase, err := c.codebase(ctx)
	if err != nil {
		return httpx.Answer{}, err
	}
	got, err := c.try(ctx, codebase, r)
	if err != nil {
		return got, err
	}
	if got.Status == http.StatusNotFound {
		now, err := c.discover(ctx)
		if err != nil {
			return got, err
		}
		if now != codebase {
			if got, err = c.try(ctx, now, r); err != nil {
				return got, err
			}
		}
	}
	return got, c.understand(got, r, into)
}

// understand turns an answer into a value or an error.
func (c *Client) understand(got httpx.Answer, r request, into any) error {
	reading := r.method == http.MethodGet
	switch {
	case got.Status == http.StatusNotFound:
		return kit.Absent(refusal(got, true))
	case got.Status < 200 || got.Status > 299:
		return integration.Lacks(r.right, refusal(got, reading), func(*provider.Error) bool { return got.Status == http.StatusForbidden })
	}
	return c.http.Decode(got.Body, reading, into)
}

// try sends a call to one codebase.
func (c *Client) try(ctx context.Context, codebase string, r request) (httpx.Answer, error) {
	target := httpx.Below(c.base, "/"+codebase+"apis/3.0"+r.path, r.query)
	return c.http.Send(ctx, httpx.Request{Method: r.method, URL: target, Body: r.body, Reading: r.method == http.MethodGet, Prepare: func(req *http.Request) {
		req.Header.Set("Accept", accepted)
		req.Header.Set("clientId", c.clientID)
		if r.kind != "" {
			req.Header.Set("Content-Type", r.kind)
		}
		if r.ahead {
			req.Header.Set("pagination-type", "forward-only")
		}
		req.SetBasicAuth(c.user, c.password)
	}})
}
