package twilio

import (
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/twilio/twilio-go/client"
)

// answerLimit bounds what is read of one answer, in bytes. The longest real one is a page of 1000 messages.
const answerLimit = 8 << 20

// transport is the SDK's BaseClient for one call: it carries the call's context, sends each request once and turns failures into *provider.Error.
type transport struct {
	ctx    context.Context
	client *Client
}

var _ client.BaseClient = (*transport)(nil)

// AccountSid returns the account the SDK puts into paths.
func (t *transport) AccountSid() string { return t.client.accountSID }

// SetTimeout does nothing: the context and the HTTP client bound a call.
func (t *transport) SetTimeout(time.Duration) {}

// SetOauth does nothing: the account speaks by its auth token.
func (t *transport) SetOauth(client.OAuth) {}

// OAuth returns nil: the account speaks by its auth token.
func (t *transport) OAuth() client.OAuth { return nil }

// SendRequest sends one request to the configured base URL. Any answer but 2xx is a *provider.Error.
func (t *transport) SendRequest(method, rawURL string, data url.Values, headers map[string]any, _ ...byte) (*http.Response, error) {
	req, sent, err := t.request(method, rawURL, data, headers)
	if err != nil {
		return nil, err
	}
	resp, err := t.client.http.Do(req)
	if err != nil {
		return nil, connectionFailure(sent.Load())
	}
	resp.Body = limited{io.LimitReader(resp.Body, answerLimit), resp.Body}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		defer resp.Body.Close()
		return nil, refusal(resp)
	}
	return resp, nil
}

// request builds the HTTP request. The returned flag turns true when the request's head was written to a connection:
// from then on Twilio may have acted, whatever happens to the answer.
func (t *transport) request(method, rawURL string, data url.Values, headers map[string]any) (*http.Request, *atomic.Bool, error) {
	target, err := t.target(rawURL)
	if err != nil {
		return nil, nil, err
	}
	form := data.Encode()
	var body io.Reader
	if method == http.MethodGet || method == http.MethodDelete {
		if form != "" {
			target.RawQuery = form
		}
	} else {
		body = strings.NewReader(form)
	}
	sent := new(atomic.Bool)
	ctx := httptrace.WithClientTrace(t.ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	req, err := http.NewRequestWithContext(ctx, method, target.String(), body)
	if err != nil {
		return nil, nil, err
	}
	for name, value := range headers {
		if text, ok := value.(string); ok {
			req.Header.Set(name, text)
		}
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "countersign twilio-go/"+client.LibraryVersion)
	req.SetBasicAuth(t.client.accountSID, t.client.authToken)
	return req, sent, nil
}

// target moves one of the SDK's addresses, which name Twilio's host, to the configured base URL.
func (t *transport) target(rawURL string) (*url.URL, error) {
	asked, err := url.Parse(rawURL)
	if err != nil {
		return nil, err
	}
	target := *t.client.base
	target.Path = t.client.base.Path + asked.Path
	target.RawQuery = asked.RawQuery
	return &target, nil
}

// limited reads from a bounded reader and closes the body beneath it.
type limited struct {
	io.Reader
	io.Closer
}
