// Package syncro speaks Syncro's REST API: customers and their contacts, and tickets with their comments.
//
// The facts are those of Syncro's published API description and of clients that work in production; docs/providers/syncro.md says which of them only
// a real account can settle.
package syncro

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"countersign/integrations/httpx"
)

// exampleBaseURL is what an MSP's address looks like.
const exampleBaseURL = "https://acme.syncromsp.com"

// apiPath is where the API stands at every address.
const apiPath = "/api/v1"

// Config is one Syncro account as a tenant's integration holds it.
type Config struct {
	BaseURL string       // the address at which the MSP works. A path prefix is kept
	Key     string       // an API token
	HTTP    *http.Client // nil for one with a 30 s limit; redirects are never followed
}

// Client is one Syncro account. It is safe for concurrent use.
type Client struct {
	base *url.URL // without the path of the API
	key  string
	http *httpx.Client
}

// New returns a client of one Syncro account, or says what is wrong with its settings. It makes no request; Check does.
func New(cfg Config) (*Client, error) {
	if !httpx.Plain(cfg.Key, "") {
		return nil, errors.New("syncro: the API token is empty or holds characters that it cannot have; copy it again from Syncro")
	}
	base, err := httpx.Base(cfg.BaseURL, exampleBaseURL)
	if err != nil {
		return nil, fmt.Errorf("syncro: %w", err)
	}
	base.Path, base.RawPath = strings.TrimSuffix(base.Path, apiPath), "" // who copies the whole address of the API means the same
	return &Client{base: base, key: cfg.Key, http: httpx.New(name, cfg.HTTP)}, nil
}
