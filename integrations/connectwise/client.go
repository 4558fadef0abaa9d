// Package connectwise speaks ConnectWise PSA's REST API 3.0: companies and their people, and tickets with their notes and documents.
//
// The facts are those of ConnectWise's published API description (2026.4) and of clients that work in production; docs/providers.md says which
// of them only a real account can settle.
package connectwise

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"sync"

	"countersign/integrations/httpx"
)

// DefaultBaseURL is the server of ConnectWise's North American cloud, used when Config.BaseURL is empty.
const DefaultBaseURL = "https://api-na.myconnectwise.net"

// Config is one ConnectWise PSA as a tenant's integration holds it.
type Config struct {
	BaseURL    string // the server, without a path of the API; "" means DefaultBaseURL. A path prefix is kept
	Company    string // the company id that people type when they log in
	PublicKey  string // of an API member
	PrivateKey string
	ClientID   string       // the integration's own id, issued by ConnectWise's developer network
	HTTP       *http.Client // nil for one with a 30 s limit; redirects are never followed
}

// pastedPath is what stands behind the server in an address that was copied from the API's documentation or from a browser: a codebase and what is below it,
// or the page at which people log in.
var pastedPath = regexp.MustCompile(`(?i)/(v[0-9]+_[0-9a-z_.]+|login)(/.*)?$`)

// Client is one ConnectWise PSA. It is safe for concurrent use.
type Client struct {
	base     *url.URL
	company  string
	user     string // company+public key
	password string
	clientID string
	http     *httpx.Client
	keys     signingKeys

	mu       sync.Mutex
	known    string         // the codebase as companyinfo last told it; "" before it was asked
	inactive map[int64]bool // the company statuses that mean inactive; nil before they were asked for
}

// New returns a client of one ConnectWise PSA, or says what is wrong with its settings. It makes no request; Check does.
func New(cfg Config) (*Client, error) {
	for _, setting := range []struct{ what, value, forbidden string }{
		{"the company id", cfg.Company, "+:/"}, {"the public key", cfg.PublicKey, ":"}, {"the private key", cfg.PrivateKey, ""}, {"the client id", cfg.ClientID, ""},
	} {
		if !httpx.Plain(setting.value, setting.forbidden) {
			return nil, fmt.Errorf("connectwise: %s is empty or holds characters that it cannot have; copy it again from ConnectWise", setting.what)
		}
	}
	base, err := httpx.Base(cmp.Or(cfg.BaseURL, DefaultBaseURL), DefaultBaseURL)
	if err != nil {
		return nil, fmt.Errorf("connectwise: %w", err)
	}
	base.Path, base.RawPath = pastedPath.ReplaceAllString(base.Path, ""), ""
	return &Client{
		base: base, company: cfg.Company, user: cfg.Company + "+" + cfg.PublicKey, password: cfg.PrivateKey, clientID: cfg.ClientID,
		http: httpx.New(name, cfg.HTTP), keys: newSigningKeys(),
	}, nil
}
