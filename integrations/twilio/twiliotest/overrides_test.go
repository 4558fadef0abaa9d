package twiliotest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/integrations/fake"
	"countersign/integrations/twilio/twiliotest"
)

// Twilio repeats no more than it is asked to: by itself a connection that failed, once.
func TestACallbackIsRepeatedAsItsAddressAsks(t *testing.T) {
	t.Parallel()
	const ours = "+12025550100"
	for fragment, want := range map[string]struct {
		tries      int32
		violations int
	}{"": {1, 0}, "#rc=5&rp=all": {6, 0}, "#rc=2&rp=5xx": {3, 0}, "#rc=2": {1, 0}, "#rc=2&rp=ct,4xx": {1, 0}, "#rc=9&rp=all": {1, 1}, "#rc=2&rp=always": {1, 1}} {
		t.Run(fragment, func(t *testing.T) {
			t.Parallel()
			var tries atomic.Int32
			product := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				tries.Add(1)
				if r.ParseForm() != nil || r.Header.Get("X-Twilio-Signature") != twiliotest.Sign(token, "http://"+r.Host+r.URL.RequestURI(), r.PostForm) || strings.Contains(r.RequestURI, "#") {
					w.WriteHeader(http.StatusForbidden)
					return
				}
				w.WriteHeader(http.StatusServiceUnavailable)
			}))
			defer product.Close()
			journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
			require.NoError(t, err)
			server, err := twiliotest.New(twiliotest.Config{
				AccountSID: sid, AuthToken: token, Setup: fake.Setup{Journal: journal}, Caller: fake.Caller{HTTP: &http.Client{Transport: &http.Transport{}}, Tries: 7, Backoff: time.Millisecond},
			})
			require.NoError(t, err)
			server.SetNumber(ours, product.URL+"/messages"+fragment)
			_, _, err = server.Send(twiliotest.Text{From: "+12025550134", To: ours, Body: "hello"})
			require.NoError(t, err)
			require.Eventually(t, func() bool { return tries.Load() >= want.tries }, 5*time.Second, time.Millisecond)
			require.Never(t, func() bool { return tries.Load() > want.tries }, 50*time.Millisecond, time.Millisecond)
			server.Close()
			require.Len(t, journal.Violations(), want.violations)
		})
	}
}
