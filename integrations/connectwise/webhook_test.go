package connectwise_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/connectwise"
	"countersign/integrations/contract"
)

// keyServer tells the keys of callbacks, which stand below /k.
type keyServer struct {
	*httptest.Server
	client *connectwise.Client
	key    atomic.Value
	status atomic.Int64
	asked  atomic.Int64
}

func newKeyServer(t *testing.T) *keyServer {
	t.Helper()
	k := &keyServer{}
	k.key.Store(signingKey)
	k.status.Store(http.StatusOK)
	k.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.asked.Add(1)
		status := int(k.status.Load())
		if status == http.StatusOK && r.URL.Path != "/k" {
			status = http.StatusNotFound
		}
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `{"signing_key":%q}`, k.key.Load())
	}))
	transport := &http.Transport{}
	t.Cleanup(func() { transport.CloseIdleConnections(); k.Close() })
	client, err := connectwise.New(connectwise.Config{BaseURL: k.URL, Company: "acme", PublicKey: "b", PrivateKey: "c", ClientID: "d", HTTP: &http.Client{Transport: transport}})
	require.NoError(t, err)
	k.client = client
	return k
}

// hears is what the client makes of a callback that is signed with a key.
func (k *keyServer) hears(t *testing.T, at time.Time, path, key string) (integration.WebhookEvent, error) {
	t.Helper()
	body := told(k.URL + path)
	return k.client.VerifyWebhook(contract.Soon(t), integration.WebhookRequest{Header: http.Header{"X-Content-Signature": {signed(body, key)}}, Body: body, At: at})
}

func TestAKeyIsAskedForOnceForManyCallbacks(t *testing.T) {
	t.Parallel()
	k, at := newKeyServer(t), time.Now()
	for i := range 20 {
		heard, err := k.hears(t, at.Add(time.Duration(i)*time.Second), "/k", signingKey)
		require.NoError(t, err)
		require.Equal(t, integration.WebhookEvent{People: true}, heard)
	}
	require.EqualValues(t, 1, k.asked.Load())
	_, err := k.hears(t, at.Add(11*time.Minute), "/k", signingKey)
	require.NoError(t, err)
	require.EqualValues(t, 2, k.asked.Load(), "a key that is old is looked at again")
}

func TestForgedCallbacksDoNotMakeUsAsk(t *testing.T) {
	t.Parallel()
	k, at := newKeyServer(t), time.Now()
	_, err := k.hears(t, at, "/k", signingKey)
	require.NoError(t, err)
	for i := range 300 { // five minutes of one each second
		_, err := k.hears(t, at.Add(time.Duration(i+1)*time.Second), "/k", "a key that somebody made up")
		require.ErrorIs(t, err, integration.ErrNotAuthentic)
	}
	require.LessOrEqual(t, k.asked.Load(), int64(6), "once a minute")
	for i := range 300 {
		_, err := k.hears(t, at.Add(time.Duration(i+301)*time.Second), fmt.Sprintf("/made/up/%d", i), "a key that somebody made up")
		require.Error(t, err)
		_, err = k.hears(t, at.Add(time.Duration(i+301)*time.Second), "/k", signingKey)
		require.NoError(t, err, "what is ConnectWise's own gets through meanwhile")
	}
	require.LessOrEqual(t, k.asked.Load(), int64(12))
}

func TestAKeyThatChangedIsFound(t *testing.T) {
	t.Parallel()
	k, at := newKeyServer(t), time.Now()
	_, err := k.hears(t, at, "/k", signingKey)
	require.NoError(t, err)
	k.key.Store("another key")
	_, err = k.hears(t, at.Add(2*time.Minute), "/k", "another key")
	require.NoError(t, err)
	_, err = k.hears(t, at.Add(3*time.Minute), "/k", signingKey)
	require.ErrorIs(t, err, integration.ErrNotAuthentic, "the old one proves nothing any more")
}

func TestAKeyThatCannotBeAskedForProvesNothing(t *testing.T) {
	t.Parallel()
	k, at := newKeyServer(t), time.Now()
	k.status.Store(http.StatusServiceUnavailable)
	_, err := k.hears(t, at, "/k", signingKey)
	require.Equal(t, provider.Unavailable, contract.KindOf(t, err))
	_, err = k.hears(t, at.Add(time.Second), "/k", signingKey)
	require.Equal(t, provider.Unavailable, contract.KindOf(t, err), "not asked again at once")
	require.EqualValues(t, 1, k.asked.Load())
	k.status.Store(http.StatusOK)
	_, err = k.hears(t, at.Add(2*time.Minute), "/k", signingKey)
	require.NoError(t, err)
	k.status.Store(http.StatusServiceUnavailable)
	_, err = k.hears(t, at.Add(20*time.Minute), "/k", signingKey)
	require.NoError(t, err, "the key that was good goes on proving what it fits")
	k.status.Store(http.StatusNotFound)
	_, err = k.hears(t, at.Add(30*time.Minute), "/none", signingKey)
	require.ErrorIs(t, err, integration.ErrNotAuthentic, "no key is kept there")
}
