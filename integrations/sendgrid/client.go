// Package sendgrid speaks Twilio SendGrid's v3 API: mail, and the signed event webhook that tells what became of it.
package sendgrid

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sendgrid/rest"
	sdk "github.com/sendgrid/sendgrid-go"
)

// DefaultBaseURL is SendGrid's global address, used when Config.BaseURL is empty. Accounts in Europe use https://api.eu.sendgrid.com.
const DefaultBaseURL = "https://api.sendgrid.com"

// requestTimeout bounds one request where the caller brings no HTTP client of its own.
const requestTimeout = 10 * time.Second

// Config is one SendGrid account as a tenant's integration holds it.
type Config struct {
	BaseURL    string // where the API lives, without /v3; "" means DefaultBaseURL. A path prefix is kept
	APIKey     string
	EventKey   string       // verifies the event webhook, as SendGrid's settings show it; "" when no event is accepted
	HTTPClient *http.Client // nil for one with a 10 s limit; redirects are never followed
}

// Client is one account at SendGrid. It is safe for concurrent use: the vendor's client is not, so each request builds its own.
type Client struct {
	base     string
	apiKey   string
	eventKey *ecdsa.PublicKey // nil for none
	http     *http.Client
}

// New returns a client of one account, or says what is wrong with its settings. It makes no request; Check does.
func New(cfg Config) (*Client, error) {
	if cfg.APIKey == "" || strings.ContainsAny(cfg.APIKey, " \t\r\n") {
		return nil, errors.New("sendgrid: the API key is empty or holds spaces; copy it from SendGrid's settings")
	}
	base := strings.TrimRight(cfg.BaseURL, "/")
	if base == "" {
		base = DefaultBaseURL
	}
	if parsed, err := url.Parse(base); err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") {
		return nil, fmt.Errorf("sendgrid: the base URL must be an http or https address such as %s", DefaultBaseURL)
	}
	c := &Client{base: base, apiKey: cfg.APIKey, http: withoutRedirects(cfg.HTTPClient)}
	if cfg.EventKey != "" {
		key, err := ParseKey(cfg.EventKey)
		if err != nil {
			return nil, err
		}
		c.eventKey = key
	}
	return c, nil
}

// Check asks SendGrid what the API key may do: the cheapest proof that it works. Its error is a *provider.Error.
func (c *Client) Check(ctx context.Context) error {
	_, err := c.do(ctx, rest.Get, "/v3/scopes", nil)
	return err
}

// do makes one request, once. Any answer but 2xx, and any missing answer, is a *provider.Error.
func (c *Client) do(ctx context.Context, method rest.Method, path string, body []byte) (*rest.Response, error) {
	req := sdk.GetRequest(c.apiKey, path, c.base)
	req.Method, req.Body = method, body

	// From the moment the request's head is written SendGrid may act, whatever happens to the answer.
	var sent atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	resp, err := (&rest.Client{HTTPClient: c.http}).SendWithContext(ctx, req)
	switch {
	case resp == nil || resp.StatusCode == 0:
		return nil, connectionFailure(sent.Load())
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		return nil, refusal(resp)
	case err != nil:
		return nil, connectionFailure(true)
	}
	return resp, nil
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
