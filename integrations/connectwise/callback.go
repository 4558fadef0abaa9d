package connectwise

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"countersign/integrations/httpx"
)

// ConnectWise tells of changes by a callback: a JSON body signed with a key that it names by an address in that very body. The address is
// believed only where it is the connection's own server: a caller must not choose whom we ask for the key that proves them. What can be judged without a
// request is judged before one is made.

// SignatureHeader holds the base 64 of HMAC-SHA256 over the raw body. Its key is the SHA-256 of the signing key.
const SignatureHeader = "x-content-signature"

// What is wrong with a callback.
var (
	ErrCallback  = errors.New("connectwise: not a callback")
	ErrKeyURL    = errors.New("connectwise: the callback's key is not kept on the connection's own server")
	ErrSignature = errors.New("connectwise: the callback's signature does not fit")
)

// Callback is what ConnectWise tells. It says that something changed; what it is now, a read tells.
type Callback struct {
	Action  string // added, updated or deleted
	Type    string // ticket, company, contact, schedule …
	ID      int64
	Company string // the company id of the sender
	KeyURL  string
}

// KeyFetcher reads the signing key at an address that was judged already.
type KeyFetcher func(ctx context.Context, keyURL string) (string, error)

// ReadCallback parses a callback and verifies it for a connection to baseURL. Errors are ErrCallback, ErrKeyURL, ErrSignature, or the fetcher's.
func ReadCallback(ctx context.Context, baseURL, signature string, body []byte, key KeyFetcher) (Callback, error) {
	said, err := parseCallback(body)
	if err != nil {
		return Callback{}, err
	}
	given, err := base64.StdEncoding.DecodeString(signature)
	if err != nil || len(given) != sha256.Size {
		return Callback{}, ErrSignature
	}
	if !isOwn(baseURL, said.KeyURL) {
		return Callback{}, ErrKeyURL
	}
	secret, err := key(ctx, said.KeyURL)
	if err != nil {
		return Callback{}, err
	}
	derived := sha256.Sum256([]byte(secret))
	mac := hmac.New(sha256.New, derived[:])
	mac.Write(body)
	if secret == "" || !hmac.Equal(mac.Sum(nil), given) {
		return Callback{}, ErrSignature
	}
	return said, nil
}

func parseCallback(body []byte) (Callback, error) {
	var said struct {
		Action    string `json:"Action"`
		Type      string `json:"Type"`
		ID        int64  `json:"ID"`
		CompanyID string `json:"CompanyId"`
		Metadata  struct {
			KeyURL string `json:"key_url"`
		} `json:"Metadata"`
	}
	if json.Unmarshal(body, &said) != nil || said.ID < 1 || !word.MatchString(said.Action) || !word.MatchString(said.Type) {
		return Callback{}, ErrCallback
	}
	return Callback{Action: strings.ToLower(said.Action), Type: strings.ToLower(said.Type), ID: said.ID, Company: said.CompanyID, KeyURL: said.Metadata.KeyURL}, nil
}

// plainAddress is an address that every reader reads alike: a host with its port, a path of plain characters without dots in front or empty parts, and a query of
// plain characters. ConnectWise does not publish the path of its keys.
var plainAddress = regexp.MustCompile(`^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+(\?[A-Za-z0-9._~=&-]*)?$`)

// keyURLLimit in characters.
const keyURLLimit = 300

// isOwn reports whether a key's address lies on a connection's own server: the same scheme and host. A region of the cloud has two names, one for its screens
// and one for its API, and an MSP may have connected either.
func isOwn(baseURL, keyURL string) bool {
	if len(keyURL) > keyURLLimit || !plainAddress.MatchString(keyURL) {
		return false
	}
	base, err := url.Parse(baseURL)
	if err != nil {
		return false
	}
	key, err := url.Parse(keyURL)
	if err != nil || key.Scheme != base.Scheme {
		return false
	}
	return screensHost(key.Host) == screensHost(base.Host)
}

// SigningKey is a KeyFetcher that asks without credentials.
func (c *Client) SigningKey(ctx context.Context, keyURL string) (string, error) {
	if !isOwn(c.base.String(), keyURL) {
		return "", ErrKeyURL
	}
	got, err := c.http.Send(ctx, httpx.Request{Method: http.MethodGet, URL: keyURL, Reading: true})
	if err != nil {
		return "", err
	}
	var said struct {
		SigningKey string `json:"signing_key"`
	}
	switch {
	case got.Status != http.StatusOK:
		return "", refusal(got, true)
	case json.Unmarshal(got.Body, &said) != nil || said.SigningKey == "":
		return "", c.http.Unreadable(true)
	}
	return said.SigningKey, nil
}
