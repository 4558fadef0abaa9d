package zendesk

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// request is one call of the API.
type request struct {
	right  integration.Right // that our agent needs for it
	method string
	path   string // below api/v2, with its first slash
	query  url.Values
	kind   string // content type of the body; "" for JSON
	body   []byte
	once   string // the idempotency key of a new ticket
}

// get reads one resource or one page of a list into a value.
func (c *Client) get(ctx context.Context, right integration.Right, path string, query url.Values, into any) error {
	return c.call(ctx, request{right: right, method: http.MethodGet, path: path, query: query}, into)
}

// send puts or posts a value as JSON and reads the resource that it became.
func (c *Client) send(ctx context.Context, r request, value, into any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	r.body = body
	return c.call(ctx, r, into)
}

// call makes one call, once. Its error is a *provider.Error, with ticket.ErrNotFound beside it after a 404 of Zendesk's own and within a *integration.Denied
// after 403.
func (c *Client) call(ctx context.Context, r request, into any) error {
	target := httpx.Below(c.base, "/api/v2"+r.path, r.query)
	got, err := c.http.Send(ctx, httpx.Request{Method: r.method, URL: target, Body: r.body, Reading: r.method == http.MethodGet, Prepare: func(req *http.Request) {
		if r.kind != "" {
			req.Header.Set("Content-Type", r.kind)
		}
		if r.once != "" {
			req.Header.Set("Idempotency-Key", r.once)
			req.GetBody = nil // with a key and GetBody net/http would send the request again by itself
		}
		req.SetBasicAuth(c.user, c.token)
	}})
	if err != nil {
		return err
	}
	return c.understand(got, r, into)
}

// understand turns an answer into a value or an error.
func (c *Client) understand(got httpx.Answer, r request, into any) error {
	reading := r.method == http.MethodGet
	switch {
	case got.Status < 200 || got.Status > 299:
		failed := refusal(got, reading)
		if got.Status == http.StatusNotFound && failed.Kind == provider.Refused {
			return kit.Absent(failed)
		}
		return integration.Lacks(r.right, failed, func(*provider.Error) bool { return got.Status == http.StatusForbidden })
	}
	return c.http.Decode(got.Body, reading, into)
}

// isDenied reports whether our agent may not do what was asked.
func isDenied(err error) bool { return deniedRight(err) != "" }

// parseID reads an id as Zendesk gives them: a whole number from 1 that fits in 63 bits.
func parseID(text string) (int64, bool) { return kit.ParseID[int64](text, 64) }

// deniedRight is the right that our agent lacks; "" for any other failure.
func deniedRight(err error) integration.Right {
	if denied, ok := errors.AsType[*integration.Denied](err); ok {
		return denied.Right
	}
	return ""
}
