package autotask

import (
	"context"
	"encoding/json"
	"net/http"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// request is one call of the API.
type request struct {
	right   integration.Right // that our API user needs for it
	method  string
	path    string // below V1.0, with its first slash
	query   string // encoded
	body    []byte
	reading bool // asks only; queries are posted
	one     bool // speaks of one record, so "no matching records" means that it is not there
}

// get reads one resource into a value.
func (c *Client) get(ctx context.Context, right integration.Right, path string, into any) error {
	return c.call(ctx, request{right: right, method: http.MethodGet, path: path, reading: true, one: true}, into)
}

// send writes a value and reads the id of the record that it became.
func (c *Client) send(ctx context.Context, r request, value any) (id string, err error) {
	if r.body, err = json.Marshal(value); err != nil {
		return "", err
	}
	var made struct {
		ItemID json.Number `json:"itemId"`
	}
	if err := c.call(ctx, r, &made); err != nil {
		return "", err
	}
	if _, ok := parseID(made.ItemID.String()); !ok {
		return "", c.http.Unreadable(false)
	}
	return made.ItemID.String(), nil
}

// call makes one call, once. Its error is a *provider.Error, with ticket.ErrNotFound beside it for a record that is not there and within a *integration.Denied for
// want of a right. After 401 the zone is asked for anew: only where the customer was moved is the call repeated there. Nothing was taken of the first.
func (c *Client) call(ctx context.Context, r request, into any) error {
	at, err := c.zone(ctx)
	if err != nil {
		return err
	}
	got, err := c.try(ctx, at, r)
	if err != nil {
		return err
	}
	if got.Status == http.StatusUnauthorized {
		now, err := c.discover(ctx)
		if err != nil {
			return err
		}
		if now.api.String() != at.api.String() {
			if got, err = c.try(ctx, now, r); err != nil {
				return err
			}
		}
	}
	return c.understand(got, r, into)
}

// understand turns an answer into a value or an error.
func (c *Client) understand(got httpx.Answer, r request, into any) error {
	if got.Status >= 200 && got.Status <= 299 {
		return c.http.Decode(got.Body, r.reading, into)
	}
	failed := refusal(got, r.reading)
	if r.one && failed.Kind == provider.Refused && (got.Status == http.StatusNotFound || failed.Code == codeMissing) {
		return kit.Absent(failed)
	}
	return integration.Lacks(r.right, failed, func(*provider.Error) bool { return got.Status == http.StatusForbidden || failed.Code == codeDenied })
}

// try sends a call to a zone.
func (c *Client) try(ctx context.Context, at *zone, r request) (httpx.Answer, error) {
	target := *at.api
	target.Path += "/V1.0" + r.path
	target.RawQuery = r.query
	return c.http.Send(ctx, httpx.Request{Method: r.method, URL: target.String(), Body: r.body, Reading: r.reading, Prepare: func(req *http.Request) {
		req.Header.Set("UserName", c.user)
		req.Header.Set("Secret", c.secret)
		req.Header.Set("ApiIntegrationCode", c.code)
	}})
}
