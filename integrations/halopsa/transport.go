package halopsa

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// request is one call of the API.
type request struct {
	right  integration.Right // that our member needs for it
	method string
	path   string // below /api, with its first slash
	query  url.Values
	body   []byte // JSON
}

// get reads one resource into a value.
func (c *Client) get(ctx context.Context, right integration.Right, path string, query url.Values, into any) error {
	got, err := c.call(ctx, request{right: right, method: http.MethodGet, path: path, query: query})
	if err != nil {
		return err
	}
	return c.http.Decode(got.Body, true, into)
}

// post creates or updates one record of a ticket: HaloPSA takes arrays only, and answers with an array or its only element.
func (c *Client) post(ctx context.Context, path string, record, into any) error {
	body, err := json.Marshal([]any{record})
	if err != nil {
		return err
	}
	got, err := c.call(ctx, request{right: integration.EditTickets, method: http.MethodPost, path: path, body: body})
	if err != nil {
		return err
	}
	answered := bytes.TrimSpace(got.Body)
	if bytes.HasPrefix(answered, []byte("[")) {
		var all []json.RawMessage
		if json.Unmarshal(answered, &all) != nil || len(all) != 1 {
			return c.http.Unreadable(false)
		}
		answered = all[0]
	}
	return c.http.Decode(answered, false, into)
}

// call makes one call; once more with a new token when the one it had is refused, for then surely nothing was done. Its error is a *provider.Error,
// with ticket.ErrNotFound beside it after 404 and within a *integration.Denied where a permission is missing.
func (c *Client) call(ctx context.Context, r request) (httpx.Answer, error) {
	stale := ""
	for {
		token, err := c.token(ctx, stale)
		if err != nil {
			return httpx.Answer{}, err
		}
		got, err := c.try(ctx, token, r)
		if err != nil {
			return got, err
		}
		if got.Status != http.StatusUnauthorized || stale != "" {
			return got, judged(got, r)
		}
		stale = token
	}
}

// judged is what an answer's status means.
func judged(got httpx.Answer, r request) error {
	switch {
	case got.Status >= 200 && got.Status <= 299:
		return nil
	case got.Status == http.StatusNotFound:
		return kit.Absent(refusal(got, true))
	case got.Status == http.StatusUnauthorized:
		return fail.Unsettled(codeTokenRefused)
	}
	failed := refusal(got, r.method == http.MethodGet)
	_, lacking := parseComplaint(got.Body)
	return integration.Lacks(r.right, failed, func(*provider.Error) bool { return got.Status == http.StatusForbidden || lacking })
}

// try sends a call with a token.
func (c *Client) try(ctx context.Context, token string, r request) (httpx.Answer, error) {
	return c.http.Send(ctx, httpx.Request{
		Method: r.method, URL: httpx.Below(c.base, "/api"+r.path, r.query), Body: r.body, Reading: r.method == http.MethodGet,
		Prepare: func(req *http.Request) { req.Header.Set("Authorization", "Bearer "+token) },
	})
}
