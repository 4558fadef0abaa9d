package connectwise_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/integrations/connectwise"
	"countersign/integrations/contract"
)

const (
	cloud      = "https://api-na.myconnectwise.net"
	signingKey = "a signing key"
)

// told is a callback as ConnectWise sends it. Entity is JSON within a string.
func told(keyURL string) []byte {
	return fmt.Appendf(nil, `{"Action":"updated","Type":"Contact","ID":201,"Entity":"{\"id\":201}","FromUrl":"na.myconnectwise.net","CompanyId":"acme","MemberId":"API","Metadata":{"key_url":%q}}`, keyURL)
}

func signed(body []byte, key string) string {
	derived := sha256.Sum256([]byte(key))
	mac := hmac.New(sha256.New, derived[:])
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func TestACallbackIsBelievedBySignature(t *testing.T) {
	t.Parallel()
	keys := func(_ context.Context, _ string) (string, error) { return signingKey, nil }
	for _, keyURL := range []string{cloud + "/keys/1", "https://na.myconnectwise.net/v4_6_release/keys/1"} {
		body := told(keyURL)
		said, err := connectwise.ReadCallback(t.Context(), cloud, signed(body, signingKey), body, keys)
		require.NoError(t, err)
		require.Equal(t, connectwise.Callback{Action: "updated", Type: "contact", ID: 201, Company: "acme", KeyURL: keyURL}, said)
	}
	body := told(cloud + "/keys/1")
	for what, c := range map[string]struct {
		signature string
		body      []byte
		want      error
	}{
		"another key":    {signed(body, "other"), body, connectwise.ErrSignature},
		"another body":   {signed(body, signingKey), append(body, ' '), connectwise.ErrSignature},
		"no signature":   {"", body, connectwise.ErrSignature},
		"half of one":    {signed(body, signingKey)[:20], body, connectwise.ErrSignature},
		"not base 64":    {"%%", body, connectwise.ErrSignature},
		"no JSON":        {signed(body, signingKey), []byte("x"), connectwise.ErrCallback},
		"no id":          {signed(body, signingKey), []byte(`{"Action":"added","Type":"contact"}`), connectwise.ErrCallback},
		"odd type":       {signed(body, signingKey), []byte(`{"Action":"added","Type":"con tact","ID":1}`), connectwise.ErrCallback},
		"key not told":   {signed(told(""), signingKey), told(""), connectwise.ErrKeyURL},
		"key of nobody":  {signed(told("/keys"), signingKey), told("/keys"), connectwise.ErrKeyURL},
		"key in clear":   {signed(told("http://api-na.myconnectwise.net/k"), signingKey), told("http://api-na.myconnectwise.net/k"), connectwise.ErrKeyURL},
		"key elsewhere":  {signed(told("https://evil.example/k"), signingKey), told("https://evil.example/k"), connectwise.ErrKeyURL},
		"key of another": {signed(told("https://eu.myconnectwise.net/k"), signingKey), told("https://eu.myconnectwise.net/k"), connectwise.ErrKeyURL},
	} {
		_, err := connectwise.ReadCallback(t.Context(), cloud, c.signature, c.body, keys)
		require.ErrorIs(t, err, c.want, what)
	}
	for _, none := range []connectwise.KeyFetcher{
		func(context.Context, string) (string, error) { return "", nil },
		func(context.Context, string) (string, error) { return "", errors.New("away") },
	} {
		_, err := connectwise.ReadCallback(t.Context(), cloud, signed(body, ""), body, none)
		require.Error(t, err, "an empty key proves nothing")
	}
}

func TestAKeyIsNeverAskedForElsewhere(t *testing.T) {
	t.Parallel()
	for _, elsewhere := range []string{
		"https://evil.example/k", "https://api-na.myconnectwise.net.evil.example/k", "https://api-na.myconnectwise.net@evil.example/k", "https://evil.example\\@api-na.myconnectwise.net/k",
		"https://api-na.myconnectwise.net:8443/k", "https://api-na.myconnectwise.net/../k", "https://api-na.myconnectwise.net/a/../k", "https://api-na.myconnectwise.net/a/..;/k", "https://api-na.myconnectwise.net/%2e%2e/k",
		"https://api-na.myconnectwise.net//evil.example/k", "https://api-na.myconnectwise.net/k#f", "https://api-na.myconnectwise.net/k?u=http://169.254.169.254/", "https://api-na.myconnectwise.net/k?u=%2e", "https://api-na.myconnectwise.net",
		"https://api-na.myconnectwise.net/", "https://api-na.myconnectwise.net/k\r\nHost: evil.example", "https://api-na.myconnectwise.net/k\tx", "https://api-na.myconnectwise.net./k", "https://api-na。myconnectwise。net/k", "HTTPS://api-na.myconnectwise.net/k",
		"https://api-na.myconnectwise.net/" + strings.Repeat("k", 300), "https://api-eu.myconnectwise.net/k", "https://xapi-na.myconnectwise.net/k", "https://api-api-na.myconnectwise.net/k", "https://api-na.myconnectwise.net:0443/k", "https://user:x@api-na.myconnectwise.net/k", "//evil.example/k", "file:///etc/passwd", "https://169.254.169.254/latest", "https:api-na.myconnectwise.net", "https://%61pi.evil/k",
	} {
		body := told(elsewhere)
		_, err := connectwise.ReadCallback(t.Context(), cloud, signed(body, signingKey), body, func(_ context.Context, keyURL string) (string, error) {
			t.Errorf("asked %s", keyURL)
			return signingKey, nil
		})
		require.Error(t, err, elsewhere)
	}
}

func TestASigningKeyIsReadWithoutCredentials(t *testing.T) {
	t.Parallel()
	answers := map[string]string{"/k": `{"signing_key":"a signing key"}`, "/empty": `{}`, "/html": `<html>`}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		require.Empty(t, r.Header.Get("Authorization"))
		answer, ok := answers[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte(answer))
	}))
	transport := &http.Transport{}
	t.Cleanup(func() { transport.CloseIdleConnections(); server.Close() })
	client, err := connectwise.New(connectwise.Config{BaseURL: server.URL, Company: "a", PublicKey: "b", PrivateKey: "c", ClientID: "d", HTTP: &http.Client{Transport: transport}})
	require.NoError(t, err)
	key, err := client.SigningKey(contract.Soon(t), server.URL+"/k")
	require.NoError(t, err)
	require.Equal(t, signingKey, key)
	for _, path := range []string{"/empty", "/html", "/none"} {
		_, err := client.SigningKey(contract.Soon(t), server.URL+path)
		require.Equal(t, provider.Unavailable, contract.KindOf(t, err), path)
	}
	_, err = client.SigningKey(contract.Soon(t), "http://evil.example/k")
	require.ErrorIs(t, err, connectwise.ErrKeyURL)
}

// FuzzReadCallback: for any body the key is asked for at the connection's own server only, and a callback without a signature is refused.
func FuzzReadCallback(f *testing.F) {
	f.Add(told(cloud+"/k"), "")
	f.Add(told("https://evil.example"), "AAAA")
	f.Add([]byte(`{"Action":"added","Type":"contact","ID":1,"Metadata":{"key_url":"https://api-na.myconnectwise.net/\u0000"}}`), "")
	f.Fuzz(func(t *testing.T, body []byte, signature string) {
		_, err := connectwise.ReadCallback(context.Background(), cloud, signature, body, func(ctx context.Context, keyURL string) (string, error) {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, keyURL, nil)
			if err == nil && req.URL.Host != "api-na.myconnectwise.net" && req.URL.Host != "na.myconnectwise.net" {
				t.Fatalf("asked %q", keyURL)
			}
			return "a key that the caller cannot know", nil
		})
		if err == nil {
			t.Fatal("believed")
		}
	})
}

func TestARegionHasTwoNames(t *testing.T) {
	t.Parallel()
	for base, keyURL := range map[string]string{
		"https://na.myconnectwise.net": "https://api-na.myconnectwise.net/k", "https://api-na.myconnectwise.net": "https://na.myconnectwise.net/k",
		"https://API-EU.myconnectwise.net": "https://eu.myconnectwise.net/k", "https://staging.connectwisedev.com": "https://api-staging.connectwisedev.com/k",
	} {
		body := told(keyURL)
		_, err := connectwise.ReadCallback(t.Context(), base, signed(body, signingKey), body, func(context.Context, string) (string, error) { return signingKey, nil })
		require.NoError(t, err, base)
	}
	for base, keyURL := range map[string]string{
		"https://na.myconnectwise.net": "https://api-eu.myconnectwise.net/k", "https://psa.example": "https://api-psa.example/k", "https://api-psa.example": "https://psa.example/k",
	} {
		body := told(keyURL)
		_, err := connectwise.ReadCallback(t.Context(), base, signed(body, signingKey), body, func(context.Context, string) (string, error) { return signingKey, nil })
		require.ErrorIs(t, err, connectwise.ErrKeyURL, base)
	}
}

func TestAPastedPathIsReadAsTheServer(t *testing.T) {
	t.Parallel()
	var asked string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.Path
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	transport := &http.Transport{}
	t.Cleanup(func() { transport.CloseIdleConnections(); server.Close() })
	for pasted, root := range map[string]string{
		"": "", "/": "", "/v4_6_release/apis/3.0": "", "/v4_6_release/apis/3.0/": "", "/v2026_4/apis/3.0/company/companies": "", "/V4_6_Release/services": "", "/login/login.aspx": "", "/psa": "/psa", "/psa/v4_6_release/apis/3.0": "/psa",
	} {
		client, err := connectwise.New(connectwise.Config{BaseURL: server.URL + pasted, Company: "a", PublicKey: "b", PrivateKey: "c", ClientID: "d", HTTP: &http.Client{Transport: transport}})
		require.NoError(t, err, pasted)
		require.Error(t, client.Check(contract.Soon(t)))
		require.Equal(t, root+"/login/companyinfo/a", asked, pasted)
	}
}
