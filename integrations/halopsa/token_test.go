package halopsa_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/contract"
	"countersign/integrations/halopsa"
)

func TestOneTokenServesAllAndIsAskedForOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var crowd sync.WaitGroup
	for range 20 {
		crowd.Go(func() {
			_, err := d.Tickets(contract.Soon(t), ticket.Query{Limit: 1})
			require.NoError(t, err)
		})
	}
	crowd.Wait()
	require.Equal(t, []int{1, 1}, []int{len(d.Asked("/auth/token")), len(d.Asked("/api/authinfo"))})
	d.Fake.Forget()
	for range 20 {
		crowd.Go(func() {
			_, err := d.Tickets(contract.Soon(t), ticket.Query{Limit: 1})
			require.NoError(t, err)
		})
	}
	crowd.Wait()
	require.Equal(t, 2, len(d.Asked("/auth/token")), "all that were refused wait for one new token")
	d.NoViolations(t)
}

func TestAWriteThatMetAnOldTokenIsMadeOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	d.Fake.Forget()
	_, err := d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-1", Text: "x"})
	require.NoError(t, err)
	require.Len(t, d.Written(t, id).Notes, 1)
	d.NoViolations(t)
}

func TestATokenThatIsNeverTakenIsAskedForOnceMore(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	client := answering(t, func(w http.ResponseWriter, _ *http.Request) { asked.Add(1); w.WriteHeader(http.StatusUnauthorized) })
	_, err := client.Ticket(contract.Soon(t), "1")
	require.Equal(t, provider.Unauthorized, contract.KindOf(t, err))
	require.EqualValues(t, 2, asked.Load())
	require.ErrorContains(t, client.Check(contract.Soon(t)), "does not speak for an agent")
}

func TestATokenIsRenewedBeforeItsEnd(t *testing.T) {
	t.Parallel()
	for lives, want := range map[string]int64{"3600": 1, "0.000001": 3, `"soon"`: 0, "0": 1, "-5": 1} {
		var given atomic.Int64
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/auth/token":
				given.Add(1)
				_, _ = fmt.Fprintf(w, `{"access_token":"t","token_type":"bearer","expires_in":%s}`, lives)
			case "/api/Tickets":
				_, _ = w.Write([]byte(`[]`))
			default:
				http.NotFound(w, r)
			}
		}))
		transport := &http.Transport{}
		client, err := halopsa.New(halopsa.Config{BaseURL: server.URL, ClientID: "id", ClientSecret: "s3cret", HTTP: &http.Client{Transport: transport}})
		require.NoError(t, err)
		for range 3 {
			_, err = client.Tickets(contract.Soon(t), ticket.Query{})
			if want == 0 {
				require.Equal(t, provider.Unavailable, contract.KindOf(t, err), "it cannot be read")
			} else {
				require.NoError(t, err)
			}
		}
		if want > 0 {
			require.Equal(t, want, given.Load(), lives)
		}
		transport.CloseIdleConnections()
		server.Close()
	}
}

func TestWhoWaitsForATokenCanGiveUp(t *testing.T) {
	t.Parallel()
	entered, leave := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-leave
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	transport := &http.Transport{}
	client, err := halopsa.New(halopsa.Config{BaseURL: server.URL, ClientID: "id", ClientSecret: "s3cret", HTTP: &http.Client{Transport: transport}})
	require.NoError(t, err)
	t.Cleanup(func() { transport.CloseIdleConnections(); server.Close() })
	first := make(chan error, 1)
	go func() { _, err := client.Ticket(contract.Soon(t), "1"); first <- err }()
	<-entered
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = client.AddNote(ended, "1", ticket.Note{Text: "x"})
	require.Equal(t, provider.Unavailable, contract.KindOf(t, err), "nothing was sent")
	close(leave)
	require.Equal(t, provider.Unavailable, contract.KindOf(t, <-first))
}

func TestCredentialsGoNowhereElse(t *testing.T) {
	t.Parallel()
	var reached atomic.Bool
	evil := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	t.Cleanup(evil.Close)
	for _, authURL := range []string{evil.URL, evil.URL + "/auth", "https://user:x@acme.halopsa.com/auth", "https://halopsa.com.evil.example", "//evil.example", "%zz", ""} {
		var home atomic.Int64
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/api/authinfo":
				_, _ = fmt.Fprintf(w, `{"auth_url":%q,"tenant_id":"acme"}`, authURL)
			case "/auth/token":
				home.Add(1)
				require.Equal(t, "acme", r.URL.Query().Get("tenant"))
				w.WriteHeader(http.StatusUnauthorized)
			}
		}))
		transport := &http.Transport{}
		client, err := halopsa.New(halopsa.Config{BaseURL: server.URL, ClientID: "id", ClientSecret: "s3cret", HTTP: &http.Client{Transport: transport}})
		require.NoError(t, err)
		_, err = client.Ticket(contract.Soon(t), "1")
		require.Equal(t, provider.Unauthorized, contract.KindOf(t, err), authURL)
		require.EqualValues(t, 1, home.Load(), authURL)
		transport.CloseIdleConnections()
		server.Close()
	}
	require.False(t, reached.Load())
}
