package connectwise

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"

	"countersign/integrations/httpx"
)

// A server keeps its API below the name of the release it runs ("v2026_4/"), which changes whenever it is updated. It tells the name to anyone who
// knows the company id: GET /login/companyinfo/{company}, null for a company it does not know.

// codebaseName is what a codebase may look like: it becomes part of a path, and it comes from outside.
var codebaseName = regexp.MustCompile(`^v[0-9A-Za-z_.]{1,40}/$`)

// codebase returns the codebase, asking for it the first time.
func (c *Client) codebase(ctx context.Context) (string, error) {
	c.mu.Lock()
	known := c.known
	c.mu.Unlock()
	if known != "" {
		return known, nil
	}
	return c.discover(ctx)
}

// discover asks the server for its codebase, without credentials, and remembers it.
func (c *Client) discover(ctx context.Context) (string, error) {
	target := *c.base
	target.Path = c.base.Path + "/login/companyinfo/" + c.company
	target.RawPath = c.base.EscapedPath() + "/login/companyinfo/" + url.PathEscape(c.company)
	got, err := c.http.Send(ctx, httpx.Request{Method: http.MethodGet, URL: target.String(), Reading: true})
	if err != nil {
		return "", err
	}
	switch {
	case got.Status == http.StatusNotFound, got.Status == http.StatusOK && bytes.Equal(bytes.TrimSpace(got.Body), []byte("null")):
		return "", fail.Unsettled(codeUnknownCompany)
	case got.Status != http.StatusOK:
		return "", refusal(got, true)
	}
	var said struct {
		Codebase string `json:"Codebase"`
	}
	if json.Unmarshal(got.Body, &said) != nil || !codebaseName.MatchString(said.Codebase) {
		// An address at which something else answers is as wrong as a wrong company id.
		return "", fail.Unsettled(codeNoConnectWise)
	}
	c.mu.Lock()
	c.known = said.Codebase
	c.mu.Unlock()
	return said.Codebase, nil
}
