package syncro

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

// get reads one resource or one page of a list into a value.
func (c *Client) get(ctx context.Context, right integration.Right, path string, query url.Values, into any) error {
	return c.call(ctx, right, http.MethodGet, path, query, nil, into)
}

// send posts or puts a value as JSON and reads what it became.
func (c *Client) send(ctx context.Context, right integration.Right, method, path string, value, into any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return c.call(ctx, right, method, path, nil, body, into)
}

// call makes one call, once. Its error is a *provider.Error, with ticket.ErrNotFound beside it after Syncro's own 404 and within a *integration.Denied when a
// permission is missing.
func (c *Client) call(ctx context.Context, right integration.Right, method, path string, query url.Values, body []byte, into any) error {
	reading := method == http.MethodGet
	got, err := c.http.Send(ctx, httpx.Request{
		Method: method, URL: httpx.Below(c.base, apiPath+path, query), Body: body, Reading: reading,
		Prepare: func(req *http.Request) { req.Header.Set("Authorization", "Bearer "+c.key) },
	})
	if err != nil {
		return err
	}
	switch {
	case got.Status == http.StatusNotFound && isOwn(got.Body):
		return kit.Absent(refusal(got, reading))
	case got.Status < 200 || got.Status > 299:
		failed := refusal(got, reading)
		if failed.Code == codeNotPermitted && (right == "" || c.isStranger(ctx)) {
			return fail.Unsettled("http_401")
		}
		return integration.Lacks(right, failed, func(failed *provider.Error) bool { return failed.Code == codeNotPermitted })
	}
	return c.http.Decode(got.Body, reading, into)
}

// isStranger reports whether Syncro does not know our token at all. A missing permission has the same status as a wrong token, and Syncro may change its
// sentences; /me needs no permission.
func (c *Client) isStranger(ctx context.Context) bool {
	return provider.KindOf(c.get(ctx, "", "/me", nil, nil)) == provider.Unauthorized
}
