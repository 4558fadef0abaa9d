package contract

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/integrations/fake"
)

// Fixture is a vendor's strict fake behind a server of its own: what every test of a vendor's room begins with.
type Fixture[Server fake.Vendor] struct {
	Fake    Server
	Faults  *fake.Faults
	Journal *fake.Journal
	Front   http.Handler // the fake below "/" and its name, with a proxy that makes it fail on demand
	URL     string       // where clients reach the fake
	HTTP    *http.Client // for clients; its connections end with the test
	instead atomic.Pointer[Answer]
}

// Answer may answer a request in the fake's place; it reports whether it did.
type Answer func(w http.ResponseWriter, r *http.Request) bool

// NewFixture starts a fake with a journal of its own.
func NewFixture[Server fake.Vendor](t testing.TB, start func(fake.Setup) (Server, error)) *Fixture[Server] {
	t.Helper()
	f := &Fixture[Server]{Faults: &fake.Faults{}}
	f.Fake, f.Journal = NewFake(t, fake.Setup{}, start)
	prefix := "/" + f.Fake.Name()
	f.Front = http.StripPrefix(prefix, fake.FaultProxy{Vendor: f.Fake, Journal: f.Journal, Faults: f.Faults})
	f.URL, f.HTTP = Serve(t, func(w http.ResponseWriter, r *http.Request) {
		if other := f.instead.Load(); other == nil || !(*other)(w, r) {
			f.Front.ServeHTTP(w, r)
		}
	})
	f.URL += prefix
	return f
}

// NewFake starts a fake without a server. It is closed with the test where it can be.
func NewFake[Server fake.Vendor](t testing.TB, setup fake.Setup, start func(fake.Setup) (Server, error)) (Server, *fake.Journal) {
	t.Helper()
	var err error
	setup.Journal, err = fake.NewJournal(fake.NullStore{}, time.Now)
	require.NoError(t, err)
	server, err := start(setup)
	require.NoError(t, err)
	if busy, ok := any(server).(interface{ Close() }); ok {
		t.Cleanup(busy.Close)
	}
	return server, setup.Journal
}

// Serve puts a handler behind an address of its own; client may ask it, and ends its connections with the test.
func Serve(t testing.TB, handle http.HandlerFunc) (url string, client *http.Client) {
	t.Helper()
	server := httptest.NewServer(handle)
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.Close()
	})
	return server.URL, &http.Client{Transport: transport, Timeout: 5 * time.Second}
}

// Instead lets a function answer in the fake's place from now on.
func (f *Fixture[Server]) Instead(answer Answer) { f.instead.Store(&answer) }

// Fault makes the next requests that speak of something fail; "" matches every request.
func (f *Fixture[Server]) Fault(t testing.TB, mode fake.Mode, to string, count int) {
	t.Helper()
	require.NoError(t, f.Faults.SetFor(f.Fake.Name(), to, mode, count))
}

// NoViolations requires that the client did nothing wrong so far.
func (f *Fixture[Server]) NoViolations(t testing.TB) {
	t.Helper()
	require.Empty(t, f.Journal.Violations())
}

// Asked are the requests whose paths speak of something, the oldest first. Queries belong to paths.
func (f *Fixture[Server]) Asked(of string) (found []fake.Request) {
	for _, one := range f.Journal.Requests(f.Fake.Name()) {
		if strings.Contains(one.Path, of) {
			found = append(found, one)
		}
	}
	return found
}

// Written is what the fake of a PSA holds of a ticket.
func (f *Fixture[Server]) Written(t testing.TB, ticketID string) fake.Written {
	t.Helper()
	psa, ok := any(f.Fake).(fake.PSA)
	require.True(t, ok, "%s holds no tickets", f.Fake.Name())
	written, ok := psa.Written(ticketID)
	require.True(t, ok)
	return written
}

// Open is a client of its own with some settings spoilt.
func Open[Config, Client any](t testing.TB, open func(Config) (Client, error), cfg Config, spoil ...func(*Config)) Client {
	t.Helper()
	for _, one := range spoil {
		one(&cfg)
	}
	client, err := open(cfg)
	require.NoError(t, err)
	return client
}

// KindOf is the kind of a failure; no failure has none.
func KindOf(t testing.TB, err error) provider.Kind {
	t.Helper()
	require.Error(t, err)
	return provider.KindOf(err)
}

// Soon bounds a call that is not answered.
func Soon(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// Within waits until something holds.
func Within(t testing.TB, what string, condition func() bool) {
	t.Helper()
	require.Eventually(t, condition, 10*time.Second, 2*time.Millisecond, what)
}
