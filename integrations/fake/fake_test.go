package fake_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/integrations/fake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func replayed(t *testing.T, store fake.Store) []string {
	t.Helper()
	var all []string
	require.NoError(t, store.Replay(func(kind string, value json.RawMessage) error {
		all = append(all, kind+" "+string(value))
		return nil
	}))
	return all
}

func reopen(t *testing.T, path string) *fake.File {
	t.Helper()
	file, err := fake.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func TestAFileRemembersAndForgivesATornEnd(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.jsonl")
	first := reopen(t, path)
	require.NoError(t, first.Append("a", map[string]int{"n": 1}))
	require.NoError(t, first.Append("b", "two\nlines"))
	want := []string{`a {"n":1}`, `b "two\nlines"`}
	require.Equal(t, want, replayed(t, first))
	require.NoError(t, first.Close())

	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, torn := range []string{`{"kind":"c","va`, `{"kind":"c","va` + "\n", "\x00\x00\n"} {
		require.NoError(t, os.WriteFile(path, append(whole[:len(whole):len(whole)], torn...), 0o600))
		again := reopen(t, path)
		require.Equal(t, want, replayed(t, again), "%q", torn)
		require.NoError(t, again.Append("d", nil))
		require.Equal(t, append(want[:2:2], "d null"), replayed(t, again), "writing goes on after the last whole line")
	}
	require.NoError(t, os.WriteFile(path, append([]byte("broken\n"), whole...), 0o600))
	_, err = fake.Open(path)
	require.ErrorContains(t, err, "line 1 is broken", "only the end may be torn")
}

func TestAStoreThatCannotBeReplayedSaysSo(t *testing.T) {
	t.Parallel()
	file := reopen(t, filepath.Join(t.TempDir(), "store.jsonl"))
	require.NoError(t, file.Append("a", 1))
	wrong := errors.New("wrong")
	require.ErrorIs(t, file.Replay(func(string, json.RawMessage) error { return wrong }), wrong)
}

func TestViolationsSurviveAndCanBeForgotten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	first, err := fake.NewJournal(reopen(t, path), time.Now)
	require.NoError(t, err)
	first.Violate("twilio", "POST /x", "path", "%s is %d", "x", 404)
	second, err := fake.NewJournal(reopen(t, path), time.Now)
	require.NoError(t, err)
	require.Equal(t, first.Violations(), second.Violations())
	require.Equal(t, "x is 404", second.Violations()[0].Detail)
	require.NoError(t, second.ForgetViolations())
	third, err := fake.NewJournal(reopen(t, path), time.Now)
	require.NoError(t, err)
	require.Empty(t, third.Violations())
	require.NotNil(t, third.Violations(), "an empty list, not null")
}

// echo is a vendor that takes everything and says so.
type echo struct{ taken *atomic.Int32 }

func (e echo) Name() string                    { return "echo" }
func (e echo) Refuse(w http.ResponseWriter)    { w.WriteHeader(http.StatusForbidden) }
func (e echo) RateLimit(w http.ResponseWriter) { w.WriteHeader(http.StatusTooManyRequests) }
func (e echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.taken.Add(1)
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("X-Echo", "1")
	w.WriteHeader(http.StatusAccepted)
	_, _ = w.Write(body)
}

func TestFaultsComeInTheirOrderAndEnd(t *testing.T) {
	t.Parallel()
	vendor, faults := echo{new(atomic.Int32)}, &fake.Faults{}
	journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
	require.NoError(t, err)
	server := httptest.NewServer(fake.FaultProxy{Vendor: vendor, Journal: journal, Faults: faults})
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	ask := func(timeout time.Duration) (int, string, error) {
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/p?q=1", strings.NewReader("body"))
		require.NoError(t, err)
		resp, err := client.Do(req)
		if err != nil {
			return 0, "", err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return resp.StatusCode, string(body), err
	}
	require.NoError(t, faults.Set("echo", fake.Refuse, 2))
	require.NoError(t, faults.Set("echo", fake.RateLimit, 1))
	require.NoError(t, faults.Set("echo", fake.Timeout, 1))
	require.NoError(t, faults.Set("echo", fake.AcceptThenDrop, 1))
	require.NoError(t, faults.Set("echo", fake.Slow, 1))
	require.NoError(t, faults.Set("other", fake.Refuse, 9))
	for _, want := range []int{403, 403, 429} {
		status, _, err := ask(time.Minute)
		require.NoError(t, err)
		require.Equal(t, want, status)
	}
	_, _, err = ask(50 * time.Millisecond)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Zero(t, vendor.taken.Load())
	_, _, err = ask(time.Minute)
	require.ErrorIs(t, err, io.EOF, "the connection dies before the answer")
	require.EqualValues(t, 1, vendor.taken.Load(), "but the vendor took it")
	began := time.Now()
	status, body, err := ask(time.Minute)
	require.NoError(t, err)
	require.Equal(t, 202, status)
	require.Equal(t, "body", body)
	require.GreaterOrEqual(t, time.Since(began), 1900*time.Millisecond)
	status, _, err = ask(time.Minute)
	require.NoError(t, err)
	require.Equal(t, 202, status, "no fault is left")

	requests := journal.Requests("echo")
	require.Len(t, requests, 7)
	require.Equal(t, fake.Refuse, requests[0].Fault)
	require.Equal(t, "/p?q=1", requests[6].Path)
	require.Equal(t, "body", requests[6].Body)
	require.Empty(t, journal.Requests("other"))
	journal.ForgetRequests()
	require.Empty(t, journal.Requests(""))

	require.NoError(t, faults.Set("echo", fake.Refuse, 1))
	faults.Clear()
	status, _, err = ask(time.Minute)
	require.NoError(t, err)
	require.Equal(t, 202, status)
	require.Error(t, faults.Set("echo", "explode", 1))
	require.Error(t, faults.Set("echo", fake.None, 1))
	require.Error(t, faults.Set("echo", fake.Slow, 0))

	taken := vendor.taken.Load()
	require.NoError(t, faults.Set("echo", fake.Down, 1))
	for _, want := range []int{503, 202} {
		status, _, err = ask(time.Minute)
		require.NoError(t, err)
		require.Equal(t, want, status, "down once")
	}
	require.NoError(t, faults.SetFor("echo", "body", fake.Down, 0))
	require.NoError(t, faults.SetFor("echo", "elsewhere", fake.Down, 0))
	for range 5 {
		status, _, err = ask(time.Minute)
		require.NoError(t, err)
		require.Equal(t, 503, status, "down until the faults are forgotten")
	}
	require.Equal(t, taken+1, vendor.taken.Load())
	faults.Clear()
	status, _, err = ask(time.Minute)
	require.NoError(t, err)
	require.Equal(t, 202, status)
}

func TestACallbackIsTriedAgainAndThenGivenUp(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		failures int32
		want     bool
		attempts int32
	}{"at once": {0, true, 1}, "after two failures": {2, true, 3}, "never": {99, false, 3}} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			var attempts, firsts atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if attempts.Add(1) <= c.failures {
					w.WriteHeader(http.StatusInternalServerError)
				}
			}))
			defer server.Close()
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			got := fake.Caller{HTTP: client, Tries: 3, Backoff: time.Millisecond}.Deliver(t.Context(), func(ctx context.Context) (*http.Request, error) {
				return http.NewRequestWithContext(ctx, http.MethodPost, server.URL, nil)
			}, func() { firsts.Add(1) })
			require.Equal(t, c.want, got)
			require.Equal(t, c.attempts, attempts.Load())
			require.EqualValues(t, 1, firsts.Load())
		})
	}
}
