package connectwise

import (
	"context"
	"errors"
	"time"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/kit"
)

const (
	// keyKept is how long a key that proved a callback is not asked for again.
	keyKept = 10 * time.Minute
	// keyPause lies between two questions for a key: a sender of forged callbacks must not decide how often we ask ConnectWise.
	keyPause = time.Minute
)

// codeKeyPause says that a key was asked for a moment ago and must not be asked for yet.
const codeKeyPause = "key_pause"

// errNoKey is an address whose key is not known.
var errNoKey = errors.New("connectwise: this key was not asked for yet")

// signingKeys is what is known of the keys that callbacks are signed with. A goroutine takes the turn before it reads or asks.
type signingKeys struct {
	turn   chan struct{}
	proven toldKey // the last one that a callback was believed by
	asked  toldKey // the last one that was asked for, right or wrong
}

// toldKey is a key as ConnectWise told it at an address, or why it did not.
type toldKey struct {
	address, key string
	wrong        error
	at           time.Time
}

func newSigningKeys() signingKeys { return signingKeys{turn: make(chan struct{}, 1)} }

// VerifyWebhook implements integration.WebhookVerifier. ConnectWise's cloud keeps the keys of all its customers on the same servers, so that one of them could make a callback
// up for another: it leads to a sync that finds nothing new, and no further.
func (c *Client) VerifyWebhook(ctx context.Context, h integration.WebhookRequest) (integration.WebhookEvent, error) {
	select {
	case c.keys.turn <- struct{}{}:
		defer func() { <-c.keys.turn }()
	case <-ctx.Done():
		return integration.WebhookEvent{}, c.http.Fail(provider.Unavailable, codeKeyPause)
	}
	said, err := c.believe(ctx, h)
	switch {
	case err == nil:
		event := integration.WebhookEvent{People: said.Type == "contact" || said.Type == "company"}
		if said.Type == "contact" && said.Action == "deleted" {
			event.Doubted = []string{kit.IDText(said.ID)}
		}
		return event, nil
	case errors.Is(err, ErrCallback), errors.Is(err, ErrKeyURL), errors.Is(err, ErrSignature), provider.KindOf(err) == provider.Refused:
		return integration.WebhookEvent{}, integration.ErrNotAuthentic // ConnectWise keeps no key where one is refused
	}
	return integration.WebhookEvent{}, err
}

// believe reads a callback by the key that is known, and by a new one where that does not fit or is old. Where none can be had now, the old one goes on
// proving what it fits.
func (c *Client) believe(ctx context.Context, h integration.WebhookRequest) (Callback, error) {
	read := func(key KeyFetcher) (Callback, error) {
		return ReadCallback(ctx, c.base.String(), h.Header.Get(SignatureHeader), h.Body, key)
	}
	said, err := read(c.provenKey)
	known := err == nil
	if known && h.At.Sub(c.keys.proven.at) < keyKept || !known && !errors.Is(err, ErrSignature) && !errors.Is(err, errNoKey) {
		return said, err
	}
	anew, err := read(func(ctx context.Context, keyURL string) (string, error) { return c.newestKey(ctx, keyURL, h.At) })
	switch {
	case err == nil:
		c.keys.proven = c.keys.asked
		return anew, nil
	case known && !errors.Is(err, ErrSignature):
		return said, nil
	}
	return Callback{}, err
}

func (c *Client) provenKey(_ context.Context, keyURL string) (string, error) {
	if c.keys.proven.address != keyURL {
		return "", errNoKey
	}
	return c.keys.proven.key, nil
}

// newestKey asks for a key, or repeats what was told less than keyPause ago.
func (c *Client) newestKey(ctx context.Context, keyURL string, now time.Time) (string, error) {
	last := c.keys.asked
	switch {
	case now.Sub(last.at) >= keyPause:
	case last.address == keyURL:
		return last.key, last.wrong
	default:
		return "", c.http.Fail(provider.Throttled, codeKeyPause)
	}
	key, err := c.SigningKey(ctx, keyURL)
	c.keys.asked = toldKey{address: keyURL, key: key, wrong: err, at: now}
	return key, err
}
