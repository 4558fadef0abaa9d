package halopsa

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"countersign/core/clock"
	"countersign/core/provider"
	"countersign/integrations/httpx"
)

const (
	// early is how long before its end a token is renewed, and lifetime what one that does not tell its end is taken to live.
	early    = time.Minute
	lifetime = 10 * time.Minute
)

// signIn holds the access token that all calls share, and where it comes from. A goroutine takes the turn before it reads it.
type signIn struct {
	turn chan struct{} // one at a time; a goroutine that waits can give up
	held *token
	door *url.URL // where tokens are given; nil before it was asked for
}

type token struct {
	value   string
	renewAt time.Time
}

func newSignIn() signIn { return signIn{turn: make(chan struct{}, 1)} }

// token returns an access token that is none of the stale: the one that is held, or a new one. Those who come meanwhile wait for it.
func (c *Client) token(ctx context.Context, stale string) (string, error) {
	select {
	case c.signIn.turn <- struct{}{}:
	case <-ctx.Done():
		return "", c.http.Fail(provider.Unavailable, "no_connection")
	}
	defer func() { <-c.signIn.turn }()
	if held := c.signIn.held; held != nil && held.value != stale && clock.Now().Before(held.renewAt) {
		return held.value, nil
	}
	given, err := c.askToken(ctx)
	if err != nil {
		c.signIn.held, c.signIn.door = nil, nil // the settings may be corrected before the next request
		return "", err
	}
	c.signIn.held = given
	return given.value, nil
}

// askToken asks for a token by the client credentials grant (RFC 6749 section 4.4). Asking twice does no harm.
func (c *Client) askToken(ctx context.Context) (*token, error) {
	door, err := c.findDoor(ctx)
	if err != nil {
		return nil, err
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {c.id}, "client_secret": {c.secret}, "scope": {"all"}}
	got, err := c.plainly(ctx, http.MethodPost, door, form)
	if err != nil {
		return nil, err
	}
	if got.Status != http.StatusOK {
		return nil, noToken(got)
	}
	var said struct {
		AccessToken string  `json:"access_token"`
		TokenType   string  `json:"token_type"`
		ExpiresIn   float64 `json:"expires_in"` // seconds
	}
	if isPage(got.Body) {
		return nil, fail.Unsettled(codeNoHalo)
	}
	if json.Unmarshal(got.Body, &said) != nil || !httpx.Plain(said.AccessToken, "") || said.TokenType != "" && !strings.EqualFold(said.TokenType, "Bearer") {
		return nil, c.http.Unreadable(true)
	}
	return &token{value: said.AccessToken, renewAt: clock.Now().Add(usable(said.ExpiresIn))}, nil
}

// usable is how long a token is used that lives so many seconds.
func usable(seconds float64) time.Duration {
	lives := lifetime
	if seconds > 0 && seconds < 1e6 {
		lives = time.Duration(seconds * float64(time.Second))
	}
	return lives - min(early, lives/2)
}

// findDoor finds the address of tokens. The server tells it, and its tenant, without credentials; a server that does not tell issues tokens itself.
func (c *Client) findDoor(ctx context.Context) (*url.URL, error) {
	if c.signIn.door != nil {
		return c.signIn.door, nil
	}
	got, err := c.plainly(ctx, http.MethodGet, c.base.JoinPath("api", "authinfo"), nil)
	if err != nil {
		return nil, err
	}
	if got.Status == http.StatusTooManyRequests || got.Status >= 500 {
		return nil, refusal(got, true)
	}
	var told struct {
		AuthURL  string `json:"auth_url"`
		TenantID string `json:"tenant_id"`
	}
	if got.Status != http.StatusOK || json.Unmarshal(got.Body, &told) != nil {
		told.AuthURL, told.TenantID = "", ""
	}
	c.signIn.door = doorOf(c.base, told.AuthURL, told.TenantID)
	return c.signIn.door, nil
}

// doorOf is the address of tokens.
func doorOf(base *url.URL, authURL, tenant string) *url.URL {
	at, err := url.Parse(strings.TrimRight(authURL, "/"))
	if err != nil || !trusted(base, at) {
		at = base.JoinPath("auth")
	}
	door := at.JoinPath("token")
	if tenant != "" {
		door.RawQuery = url.Values{"tenant": {tenant}}.Encode()
	}
	return door
}

// plainly makes a request without a token; with a form where there is one.
func (c *Client) plainly(ctx context.Context, method string, at *url.URL, form url.Values) (httpx.Answer, error) {
	r := httpx.Request{Method: method, URL: at.String(), Reading: true}
	if form != nil {
		r.Body, r.Prepare = []byte(form.Encode()), httpx.AsForm
	}
	return c.http.Send(ctx, r)
}

// noToken says why there is none. Credentials that are refused are refused with 400 as well as 401 (RFC 6749 section 5.2).
func noToken(got httpx.Answer) *provider.Error {
	failed := refusal(got, true)
	switch {
	case got.Status == http.StatusNotFound || got.Status < 400 || isPage(got.Body) && failed.Kind == provider.Refused:
		return fail.Unsettled(codeNoHalo)
	case failed.Kind == provider.Refused:
		failed.Kind = provider.Unauthorized
	}
	return failed
}

// isPage reports whether a body is a web page, as servers give that are no HaloPSA.
func isPage(body []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) }
