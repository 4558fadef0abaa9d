// Package autotask speaks Autotask PSA's REST API 1.0: companies and their people, and tickets with their notes and files.
//
// The facts are those of Autotask's published list of operations and of clients that work in production; docs/providers/autotask.md says which of them
// only a real account can settle.
package autotask

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"countersign/core/clock"
	"countersign/core/integration"
	"countersign/integrations/httpx"
)

// DefaultBaseURL is where the zone of an API user is asked for when Config.BaseURL is empty: every zone knows the users of all.
const DefaultBaseURL = "https://webservices2.autotask.net"

// Config is one Autotask PSA as a tenant's integration holds it.
type Config struct {
	BaseURL         string // where the zone is asked for; "" means DefaultBaseURL. A path prefix is kept
	UserName        string // of an API user
	Secret          string
	IntegrationCode string           // the API user's tracking identifier
	HookSecret      string           // with which webhooks are signed; "" where there are none
	HTTP            *http.Client     // nil for one with a 30 s limit; redirects are never followed
	Now             func() time.Time // default clock.Now
}

// Client is one Autotask PSA. It is safe for concurrent use.
type Client struct {
	base   *url.URL
	user   string
	secret string
	code   string
	hook   string // the secret of webhooks
	now    func() time.Time
	http   *httpx.Client

	mu        sync.Mutex
	found     *zone               // nil before it was asked for
	lists     map[string]lookedUp // what entities say of their fields, by entity
	countries map[int64]string    // ISO codes by Autotask's ids; nil before they were asked for
}

// New returns a client of one Autotask PSA, or says what is wrong with its settings. It makes no request; Check does.
func New(cfg Config) (*Client, error) {
	for _, setting := range []struct{ what, value string }{
		{"the user name", cfg.UserName}, {"the secret", cfg.Secret}, {"the tracking identifier", cfg.IntegrationCode},
	} {
		if !httpx.Plain(setting.value, "") {
			return nil, fmt.Errorf("autotask: %s is empty or holds characters that it cannot have; copy it again from Autotask", setting.what)
		}
	}
	if err := integration.CheckWebhookSecret(cfg.HookSecret); err != nil {
		return nil, fmt.Errorf("autotask: %w", err)
	}
	base, err := baseOf(cmp.Or(cfg.BaseURL, DefaultBaseURL))
	if err != nil {
		return nil, fmt.Errorf("autotask: %w", err)
	}
	if cfg.Now == nil {
		cfg.Now = clock.Now
	}
	return &Client{
		base: base, user: cfg.UserName, secret: cfg.Secret, code: cfg.IntegrationCode, hook: cfg.HookSecret, now: cfg.Now,
		http: httpx.New(name, cfg.HTTP), lists: map[string]lookedUp{},
	}, nil
}

var (
	screens = regexp.MustCompile(`^ww([0-9]+\.autotask\.net)$`)
	apiRoot = regexp.MustCompile(`(?i)(/atservicesrest)?(/v1\.0)?$`)
)

// baseOf reads the configured address: the API's host, with or without the API's own path, or the host of the screens, which people know.
func baseOf(raw string) (*url.URL, error) {
	base, err := httpx.Base(raw, DefaultBaseURL)
	if err != nil {
		return nil, err
	}
	base.Host = screens.ReplaceAllString(strings.ToLower(base.Host), "webservices$1")
	base.Path = strings.TrimRight(apiRoot.ReplaceAllString(base.Path, ""), "/")
	if strings.HasSuffix(base.Host, ownDomain) {
		base.Scheme, base.Path = "https", "" // what follows the host is a page of the screens
	}
	base.RawPath = ""
	return base, nil
}
