// Package twilio speaks Twilio's REST API (version 2010-04-01): SMS, calls, TwiML and signed webhooks.
//
// The vendor's own SDK builds the requests and reads the answers; the HTTP underneath is ours, because the SDK's ignores the caller's context,
// cannot be pointed at another host and repeats a request whose error it cannot decode.
package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

// DefaultBaseURL is Twilio's own address, used when Config.BaseURL is empty.
const DefaultBaseURL = "https://api.twilio.com"

// requestTimeout bounds one request where the caller brings no HTTP client of its own.
const requestTimeout = 10 * time.Second

// Config is one Twilio account as a tenant's integration holds it.
type Config struct {
	BaseURL           string // where the API lives; "" means DefaultBaseURL. A path prefix is kept
	AccountSID        string
	AuthToken         string
	AuthTokenPrevious string       // accepted on webhooks while tokens rotate; "" for none
	HTTPClient        *http.Client // nil for one with a 10 s limit; redirects are never followed
}

// Client is one account at Twilio. It is safe for concurrent use.
type Client struct {
	base       *url.URL
	accountSID string
	authToken  string
	previous   string
	http       *http.Client
}

// alphanumeric is what Twilio's credentials are made of; the vendor's SDK refuses others too.
var alphanumeric = regexp.MustCompile(`^[a-zA-Z0-9]+$`)

// New returns a client of one account, or says what is wrong with its settings. It makes no request; Check does.
func New(cfg Config) (*Client, error) {
	if !alphanumeric.MatchString(cfg.AccountSID) {
		return nil, errors.New("twilio: the account SID must be letters and digits; copy it from Twilio's console")
	}
	if !alphanumeric.MatchString(cfg.AuthToken) {
		return nil, errors.New("twilio: the auth token must be letters and digits; copy it from Twilio's console")
	}
	base, err := parseBase(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	return &Client{
		base:       base,
		accountSID: cfg.AccountSID,
		authToken:  cfg.AuthToken,
		previous:   cfg.AuthTokenPrevious,
		http:       withoutRedirects(cfg.HTTPClient),
	}, nil
}

// Check asks Twilio for the account itself: the cheapest proof that the credentials work. Its error is a *provider.Error.
func (c *Client) Check(ctx context.Context) error {
	if _, err := c.api(ctx).FetchAccount(c.accountSID); err != nil {
		return failure(err)
	}
	return nil
}

// api is the vendor's SDK bound to one call's context.
func (c *Client) api(ctx context.Context) *openapi.ApiService {
	return openapi.NewApiServiceWithClient(&transport{ctx: ctx, client: c})
}

func parseBase(raw string) (*url.URL, error) {
	if raw == "" {
		raw = DefaultBaseURL
	}
	base, err := url.Parse(strings.TrimRight(raw, "/"))
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("twilio: the base URL must be an http or https address such as %s", DefaultBaseURL)
	}
	return base, nil
}

// withoutRedirects copies a client so that it never follows a redirect: a POST repeated elsewhere could send twice.
func withoutRedirects(given *http.Client) *http.Client {
	own := &http.Client{Timeout: requestTimeout}
	if given != nil {
		*own = *given
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return own
}
