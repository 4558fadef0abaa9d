// Package connectwise speaks ConnectWise PSA's REST API 3.0: tickets, their notes and their documents.
//
// The facts are those of ConnectWise's published API description (2026.4) and of clients that work in production; docs/providers.md says which
// of them only a real account can settle.
package connectwise

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"countersign/core/ticket"
)

// DefaultBaseURL is the server of ConnectWise's North American cloud, used when Config.BaseURL is empty.
const DefaultBaseURL = "https://api-na.myconnectwise.net"

// requestTimeout bounds one request where the caller brings no HTTP client of its own. ConnectWise is slow: a busy server needs many seconds for a list.
const requestTimeout = 30 * time.Second

// Config is one ConnectWise PSA as a tenant's integration holds it.
type Config struct {
	BaseURL    string // the server, without a path of the API; "" means DefaultBaseURL. A path prefix is kept
	Company    string // the company id that people type when they log in
	PublicKey  string // of an API member
	PrivateKey string
	ClientID   string       // the integration's own id, issued by ConnectWise's developer network
	HTTP       *http.Client // nil for one with a 30 s limit; redirects are never followed
}

// Client is one ConnectWise PSA. It is safe for concurrent use.
type Client struct {
	base     *url.URL
	company  string
	user     string // company+public key
	password string
	clientID string
	http     *http.Client

	mu    sync.Mutex
	known string // the codebase as companyinfo last told it; "" before it was asked
}

var (
	_ ticket.Desk     = (*Client)(nil)
	_ ticket.Attacher = (*Client)(nil)
)

// New returns a client of one ConnectWise PSA, or says what is wrong with its settings. It makes no request; Check does.
func New(cfg Config) (*Client, error) {
	for _, setting := range []struct{ what, value, forbidden string }{
		{"the company id", cfg.Company, "+:/"}, {"the public key", cfg.PublicKey, ":"}, {"the private key", cfg.PrivateKey, ""}, {"the client id", cfg.ClientID, ""},
	} {
		if setting.value == "" || strings.ContainsFunc(setting.value, isOdd) || strings.ContainsAny(setting.value, setting.forbidden) {
			return nil, fmt.Errorf("connectwise: %s is empty or holds characters that it cannot have; copy it again from ConnectWise", setting.what)
		}
	}
	base, err := parseBase(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	return &Client{
		base: base, company: cfg.Company, user: cfg.Company + "+" + cfg.PublicKey, password: cfg.PrivateKey, clientID: cfg.ClientID,
		http: withoutRedirects(cfg.HTTP),
	}, nil
}

// isOdd reports what no company id and no key holds: spaces, controls and anything beyond ASCII.
func isOdd(r rune) bool { return r <= ' ' || r > '~' }

func parseBase(raw string) (*url.URL, error) {
	if raw == "" {
		raw = DefaultBaseURL
	}
	base, err := url.Parse(strings.TrimRight(raw, "/"))
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("connectwise: the server must be an http or https address such as %s", DefaultBaseURL)
	}
	if base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, errors.New("connectwise: the server's address must hold no credentials and no query")
	}
	return base, nil
}

// withoutRedirects copies a client so that it never follows a redirect: a POST repeated elsewhere could write twice, and the keys must not travel.
func withoutRedirects(given *http.Client) *http.Client {
	own := &http.Client{Timeout: requestTimeout}
	if given != nil {
		*own = *given
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return own
}
