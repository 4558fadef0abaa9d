// Package halopsa speaks HaloPSA's REST API: customers and their users, and tickets with their actions and files.
//
// The facts are those of Halo's published API description (v2) and of clients that work in production; docs/providers/halopsa.md says which of
// them only a real account can settle.
package halopsa

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"

	"countersign/core/integration"
	"countersign/integrations/httpx"
)

// Config is one HaloPSA as a tenant's integration holds it.
type Config struct {
	BaseURL      string // the Resource Server without /api; a path prefix is kept
	ClientID     string // of an application "Client ID and Secret (Services)"
	ClientSecret string
	HookSecret   string       // the password of webhooks; "" where there are none
	HTTP         *http.Client // nil for one with a 30 s limit; redirects are never followed
}

// Client is one HaloPSA. It is safe for concurrent use.
type Client struct {
	base   *url.URL
	id     string
	secret string
	hook   string // the password of webhooks
	http   *httpx.Client
	signIn signIn

	mu       sync.Mutex
	statuses map[id]string // names of statuses; nil before they were asked for
}

// New returns a client of one HaloPSA, or says what is wrong with its settings; a wrong address is a *integration.Complaint. It makes no request; Check does.
func New(cfg Config) (*Client, error) {
	base, err := address(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	for _, setting := range []struct{ what, value string }{{"the client id", cfg.ClientID}, {"the client secret", cfg.ClientSecret}} {
		if !httpx.Plain(setting.value, "") {
			return nil, fmt.Errorf("halopsa: %s is empty or holds characters that it cannot have; copy it again from HaloPSA", setting.what)
		}
	}
	if err := integration.CheckWebhookSecret(cfg.HookSecret); err != nil {
		return nil, fmt.Errorf("halopsa: %w", err)
	}
	return &Client{base: base, id: cfg.ClientID, secret: cfg.ClientSecret, hook: cfg.HookSecret, http: httpx.New(name, cfg.HTTP), signIn: newSignIn()}, nil
}
