package kaseyabms

import (
	"bytes"
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
	right  integration.Right // that our employee needs for it; "" for none that can be told
	method string
	path   string // below v2, with its first slash
	query  url.Values
	body   []byte
}

func (r request) reading() bool { return r.method == http.MethodGet }

// envelope is what every answer but a few comes in. The published description writes its names with a capital, servers without: Go reads both.
type envelope struct {
	Success      *bool           `json:"success"`
	Error        json.RawMessage `json:"error"`
	Result       json.RawMessage `json:"result"`
	TotalRecords int             `json:"totalRecords"`
}

// get reads one resource or one list into a value.
func (c *Client) get(ctx context.Context, right integration.Right, path string, query url.Values, into any) error {
	_, err := c.call(ctx, request{right: right, method: http.MethodGet, path: path, query: query}, into)
	return err
}

// send writes a value as JSON and reads what became of it.
func (c *Client) send(ctx context.Context, right integration.Right, method, path string, value, into any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = c.call(ctx, request{right: right, method: method, path: path, body: body}, into)
	return err
}

// call makes one call, and returns how many rows the whole list has that the answer is a page of. It renews a token that is no longer valid and repeats
// the call once: a call that was refused for its token had no effect. Its error is a *provider.Error, with ticket.ErrNotFound beside it for what is not
// there and within a *integration.Denied for want of a right.
func (c *Client) call(ctx context.Context, r request, into any) (total int, err error) {
	spoiled := ""
	for {
		token, err := c.token(ctx, spoiled)
		if err != nil {
			return 0, err
		}
		got, err := c.try(ctx, token, r)
		if err != nil {
			return 0, err
		}
		total, err = c.understand(got, r, into)
		if spoiled != "" || !unwelcome(err) {
			return total, err
		}
		spoiled = token
	}
}

// unwelcome reports whether an answer says that we are not signed in.
func unwelcome(err error) bool {
	failed, ok := errors.AsType[*provider.Error](err)
	return ok && failed.Kind == provider.Unauthorized
}

// understand turns an answer into a value or an error.
func (c *Client) understand(got httpx.Answer, r request, into any) (total int, err error) {
	succeeded := got.Status >= 200 && got.Status <= 299
	if succeeded && into == nil && len(bytes.TrimSpace(got.Body)) == 0 {
		return 0, nil
	}
	var said envelope
	unread := json.Unmarshal(got.Body, &said)
	if !succeeded || unread == nil && said.Success != nil && !*said.Success {
		return 0, failure(got, parseTrouble(said.Error), r)
	}
	if unread != nil || said.Success == nil {
		return 0, c.http.Unreadable(r.reading())
	}
	if into != nil && len(said.Result) > 0 && json.Unmarshal(said.Result, into) != nil {
		return 0, c.http.Unreadable(r.reading())
	}
	return said.TotalRecords, nil
}

// failure is the error of an answer that is no success.
func failure(got httpx.Answer, code int, r request) error {
	failed := refusal(got, code, r.reading())
	if notFound(got, code) {
		return kit.Absent(failed)
	}
	if r.right == "" {
		return failed
	}
	return integration.Lacks(r.right, failed, func(*provider.Error) bool { return forbidden(got, code) })
}

// try sends a call once.
func (c *Client) try(ctx context.Context, token string, r request) (httpx.Answer, error) {
	return c.http.Send(ctx, httpx.Request{Method: r.method, URL: c.target(r.path, r.query), Body: r.body, Reading: r.reading(), Prepare: func(req *http.Request) {
		req.Header.Set("Authorization", "Bearer "+token)
		if r.method == http.MethodPatch {
			req.Header.Set("Content-Type", "application/json-patch+json")
		}
	}})
}

// target is the address of a path below v2.
func (c *Client) target(path string, query url.Values) string {
	return httpx.Below(c.base, "/v2"+path, query)
}
