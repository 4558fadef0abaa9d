// Package zendesk speaks Zendesk Support's API v2: organizations and their end users, and tickets with their comments and files.
//
// docs/providers/zendesk.md says what only a real account can settle.
package zendesk

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"countersign/core/integration"
	"countersign/integrations/httpx"
)

// Config is one Zendesk account as a tenant's integration holds it.
type Config struct {
	BaseURL     string // "https://acme.zendesk.com", without the path of the API. Anywhere else a path prefix is kept
	Email       string // of the agent for whom the token acts
	Token       string
	MobileField string       // the key of the user field that holds mobile numbers; "" where the phone is the mobile
	HookSecret  string       // with which Zendesk signs webhooks; "" where there are none
	HTTP        *http.Client // nil for one with a 30 s limit; redirects are never followed
}

// Client is one Zendesk account. It is safe for concurrent use.
type Client struct {
	base        *url.URL
	user        string // email/token
	token       string
	mobileField string
	hook        string // the secret of webhooks
	http        *httpx.Client

	mu        sync.Mutex
	noExports bool        // our agent is no administrator: lists of changes are closed to them
	statuses  []statusRow // as the account last told them; nil before they were asked for
}

const example = "https://acme.zendesk.com"

// fieldKey is what the key of a user field looks like.
var fieldKey = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)

// New returns a client of one account, or says what is wrong with its settings. It makes no request; Check does.
func New(cfg Config) (*Client, error) {
	switch {
	case !httpx.Plain(cfg.Email, ":") || !strings.Contains(cfg.Email, "@"):
		return nil, errors.New("zendesk: the e-mail address is that of the agent for whom the token acts")
	case strings.HasSuffix(cfg.Email, "/token"):
		return nil, errors.New("zendesk: give the e-mail address alone, without /token")
	case !httpx.Plain(cfg.Token, ""):
		return nil, errors.New("zendesk: the API token is empty or holds characters that it cannot have; copy it again from Zendesk")
	case cfg.MobileField != "" && !fieldKey.MatchString(cfg.MobileField):
		return nil, errors.New("zendesk: the field for mobile numbers goes by its key, which holds letters, digits, _ and - only")
	}
	if err := integration.CheckWebhookSecret(cfg.HookSecret); err != nil {
		return nil, fmt.Errorf("zendesk: %w", err)
	}
	base, err := baseOf(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	return &Client{base: base, user: cfg.Email + "/token", token: cfg.Token, mobileField: cfg.MobileField, hook: cfg.HookSecret, http: httpx.New(name, cfg.HTTP)}, nil
}

// baseOf reads an account's address. People copy it from the browser or from an example of the API: what comes after the host is not part of it.
func baseOf(raw string) (*url.URL, error) {
	base, err := httpx.Base(raw, example)
	if err != nil {
		return nil, fmt.Errorf("zendesk: %w", err)
	}
	host, cloud := strings.ToLower(base.Hostname()), strings.HasSuffix(strings.ToLower(base.Hostname()), ".zendesk.com")
	switch {
	case host == "zendesk.com" || host == "www.zendesk.com":
		return nil, errors.New("zendesk: the address is your account's own, like " + example)
	case cloud && base.Scheme != "https":
		return nil, errors.New("zendesk: the address must begin with https://")
	case cloud && base.Path != "", strings.HasSuffix(base.Path, "/api/v2"), strings.HasSuffix(base.Path, "/api"), strings.HasSuffix(base.Path, "/agent"):
		return nil, errors.New("zendesk: give the address without a path, like " + example)
	}
	return base, nil
}
