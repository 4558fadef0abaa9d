package kaseyabms

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"countersign/core/provider"
	"countersign/integrations/httpx"
)

const (
	// margin is how long before its end a token is renewed: a call that carries it may take that long.
	margin = time.Minute

	// shortest is how long a token is used whose end does not make sense, as by a clock that is wrong. A server that knows better answers 401.
	shortest = 5 * time.Minute
)

// signing is the token that calls carry. A goroutine holds the gate while it reads or renews it.
type signing struct {
	gate     chan struct{}
	token    string
	until    time.Time
	failures *atomic.Int64 // how often we were not let in
	last     error         // with what words the last time
}

func newSigning() signing { return signing{gate: make(chan struct{}, 1), failures: &atomic.Int64{}} }

// token is a token that is good for a call now. spoiled is one that was refused; "" for none. Those who waited while we were not let in are told so
// without trying again: too many wrong passwords lock a user out.
func (c *Client) token(ctx context.Context, spoiled string) (string, error) {
	s := &c.signing
	before := s.failures.Load()
	select {
	case s.gate <- struct{}{}:
	case <-ctx.Done():
		return "", c.http.Fail(provider.Unavailable, "no_connection")
	}
	defer func() { <-s.gate }()
	now := c.cfg.Now()
	if s.token != "" && s.token != spoiled && now.Before(s.until) {
		return s.token, nil
	}
	if s.failures.Load() != before {
		return "", s.last
	}
	s.token = ""
	token, ends, err := c.signIn(ctx)
	if err != nil {
		if provider.KindOf(err) == provider.Unauthorized {
			s.last = err
			s.failures.Add(1)
		}
		return "", err
	}
	s.token, s.until = token, ends.Add(-margin)
	if !s.until.After(now) {
		s.until = now.Add(shortest)
	}
	return s.token, nil
}

// granted is the result of signing in.
type granted struct {
	AccessToken         string `json:"accessToken"`
	AccessTokenExpireOn moment `json:"accessTokenExpireOn"`
}

// signIn asks for a token. That has no effect on what waits to be done: a lost answer is as good as none.
func (c *Client) signIn(ctx context.Context) (token string, ends time.Time, err error) {
	form := url.Values{"GrantType": {"password"}, "UserName": {c.cfg.UserName}, "Password": {c.cfg.Password}, "Tenant": {c.cfg.Tenant}}
	got, err := c.http.Send(ctx, httpx.Request{
		Method: http.MethodPost, URL: c.target("/security/authenticate", nil), Body: []byte(form.Encode()), Reading: true, Prepare: httpx.AsForm,
	})
	if err != nil {
		return "", time.Time{}, err
	}
	return readGrant(got)
}

// readGrant reads the answer to signing in. A refusal means that the company, the user or the password is wrong.
func readGrant(got httpx.Answer) (token string, ends time.Time, err error) {
	var said envelope
	own := json.Unmarshal(got.Body, &said) == nil && (said.Success != nil || len(said.Error) > 0)
	code := parseTrouble(said.Error)
	failed := refusal(got, code, true)
	switch {
	case failed.Kind == provider.Throttled, failed.Kind == provider.Unavailable:
		return "", time.Time{}, failed
	case got.Status == http.StatusUnauthorized, own && (said.Success == nil || !*said.Success):
		if code == 0 {
			return "", time.Time{}, fail.Unsettled(codeSignIn)
		}
		return "", time.Time{}, fail.Unsettled(failed.Code)
	case !own || got.Status < 200 || got.Status > 299:
		return "", time.Time{}, fail.Unsettled(codeNoBMS)
	}
	var result granted
	if json.Unmarshal(said.Result, &result) != nil || !httpx.Plain(result.AccessToken, "") {
		return "", time.Time{}, fail.Unsettled(codeNoBMS)
	}
	return result.AccessToken, result.AccessTokenExpireOn.Time, nil
}
