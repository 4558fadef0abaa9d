package twiliotest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/integrations/fake"
	"countersign/integrations/twilio/twiliotest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t *testing.T, path string) *fake.File {
	t.Helper()
	file, err := fake.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func send(t *testing.T, fake http.Handler, to, body string) {
	t.Helper()
	status, answer := post(fake, root+"/Messages.json", url.Values{"To": {to}, "From": {"+12025550100"}, "Body": {body}})
	require.Equal(t, http.StatusCreated, status, answer)
}

func TestWhatWasTakenSurvivesARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "twilio.jsonl")
	slow := twiliotest.Config{AccountSID: sid, AuthToken: token, Setup: fake.Setup{Store: open(t, path)}, Pace: time.Hour, Caller: fake.Caller{HTTP: &http.Client{}, Tries: 1}}
	first, err := twiliotest.New(slow)
	require.NoError(t, err)
	send(t, first, "+12025550134", "before")
	_, _, err = first.Send(twiliotest.Text{From: "+12025550135", To: "+12025550100", Body: "STOP"})
	require.NoError(t, err)
	status, _ := post(first, root+"/Calls.json", url.Values{"To": {"+12025550134"}, "From": {"+12025550100"}, "Twiml": {"<Response><Say>hello</Say></Response>"}})
	require.Equal(t, http.StatusCreated, status)
	first.Close()
	require.Equal(t, "queued", first.Messages("+12025550134")[0].Status)

	second, _ := newFake(t, open(t, path))
	require.Eventually(t, func() bool { return second.Messages("+12025550134")[0].Status == "delivered" }, 10*time.Second, time.Millisecond, "the message goes on")
	require.Eventually(t, func() bool { return second.Calls("+12025550134")[0].Status == "completed" }, 10*time.Second, time.Millisecond, "the call is dialled")
	require.Equal(t, "hello", second.Calls("")[0].Heard())
	require.True(t, second.OptedOut("+12025550100", "+12025550135"))
	require.False(t, second.OptedOut("+12025550100", "+12025550134"))
	second.Close()

	third, _ := newFake(t, open(t, path))
	require.Equal(t, second.Messages(""), third.Messages(""))
	require.NoError(t, third.Forget())
	third.Close()
	fourth, _ := newFake(t, open(t, path))
	require.Empty(t, fourth.Messages(""))
	require.Empty(t, fourth.Calls(""))
	require.True(t, fourth.OptedOut("+12025550100", "+12025550135"), "forgetting messages is no opt-in")
}

func TestAForgottenMessageUnderWayStaysForgotten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "twilio.jsonl")
	store := open(t, path)
	reports := make(chan string, 8)
	product := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { reports <- r.PostFormValue("MessageStatus") }))
	defer product.Close()
	first, err := twiliotest.New(twiliotest.Config{
		AccountSID: sid, AuthToken: token, Setup: fake.Setup{Store: store}, Pace: 50 * time.Millisecond, Caller: fake.Caller{HTTP: &http.Client{Transport: &http.Transport{}}, Tries: 1},
	})
	require.NoError(t, err)
	status, _ := post(first, root+"/Messages.json", url.Values{"To": {"+12025550134"}, "From": {"+12025550100"}, "Body": {"x"}, "StatusCallback": {product.URL}})
	require.Equal(t, http.StatusCreated, status)
	require.NoError(t, first.Forget())
	for _, want := range []string{"sending", "sent", "delivered"} {
		require.Equal(t, want, <-reports, "the carrier does not forget")
	}
	first.Close()
	second, _ := newFake(t, open(t, path))
	require.Empty(t, second.Messages(""))
}

func TestListsFilterAndPage(t *testing.T) {
	t.Parallel()
	fake, journal := newFake(t, nil)
	for i := range 5 {
		send(t, fake, "+12025550134", fmt.Sprint("to Ana ", i))
	}
	send(t, fake, "+12025550135", "to Ben")
	require.Eventually(t, func() bool {
		for _, m := range fake.Messages("") {
			if m.Status != "delivered" {
				return false
			}
		}
		return true
	}, 10*time.Second, time.Millisecond)

	var bodies []string
	next := root + "/Messages.json?To=%2B12025550134&PageSize=2"
	for pages := 0; next != ""; pages++ {
		require.Less(t, pages, 3)
		var page struct {
			Messages []struct {
				Body     string `json:"body"`
				DateSent string `json:"date_sent"`
			} `json:"messages"`
			Next *string `json:"next_page_uri"`
		}
		get(t, fake, next, &page)
		for _, m := range page.Messages {
			bodies = append(bodies, m.Body)
			_, err := time.Parse(time.RFC1123Z, m.DateSent)
			require.NoError(t, err)
		}
		next = ""
		if page.Next != nil {
			next = *page.Next
		}
	}
	require.Equal(t, []string{"to Ana 4", "to Ana 3", "to Ana 2", "to Ana 1", "to Ana 0"}, bodies, "newest first")

	today, tomorrow := time.Now().UTC().Format(time.DateOnly), time.Now().UTC().Add(24*time.Hour).Format(time.DateOnly)
	for query, want := range map[string]int{
		"":                         6,
		"?From=%2B12025550199":     0,
		"?DateSent=" + today:       6,
		"?DateSent%3E=" + today:    6,
		"?DateSent%3E=" + tomorrow: 0,
		"?DateSent%3C=" + tomorrow: 6,
		"?DateSent%3E=" + url.QueryEscape(time.Now().UTC().Add(-time.Minute).Format(time.RFC3339)): 6,
	} {
		var page struct {
			Messages []any `json:"messages"`
		}
		get(t, fake, root+"/Messages.json"+query, &page)
		require.Len(t, page.Messages, want, query)
	}
	require.Empty(t, journal.Violations())
}

func get(t *testing.T, fake http.Handler, path string, into any) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.SetBasicAuth(sid, token)
	status, body := do(fake, r)
	require.Equal(t, http.StatusOK, status, body)
	require.NoError(t, json.Unmarshal([]byte(body), into))
}

// TestAWrongDocumentIsAViolation calls a product that answers a call with something else than TwiML.
func TestAWrongDocumentIsAViolation(t *testing.T) {
	t.Parallel()
	for kind, rule := range map[string]string{"text/xml": "twiml", "application/json": "twiml.content_type"} {
		fake, journal := newFake(t, nil)
		product := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write([]byte(`{"say":"hello"}`))
		}))
		status, _ := post(fake, root+"/Calls.json", url.Values{"To": {"+12025550134"}, "From": {"+12025550100"}, "Url": {product.URL}})
		require.Equal(t, http.StatusCreated, status)
		require.Eventually(t, func() bool { return fake.Calls("")[0].Over() }, 10*time.Second, time.Millisecond)
		require.Contains(t, fake.Calls("")[0].Heard(), "application error")
		require.Len(t, journal.Violations(), 1)
		require.Equal(t, rule, journal.Violations()[0].Rule)
		fake.Close()
		product.Close()
	}
}

func TestKeysAreCollectedAsAsked(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct{ gather, pressed, wants string }{
		"as many as asked":     {`numDigits="3"`, "12345", "123"},
		"up to the hash":       {``, "12#", "12"},
		"up to another finish": {`finishOnKey="*"`, "1#*", "1#"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			fake, journal := newFake(t, nil)
			got := make(chan string, 1)
			product := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/xml")
				if r.URL.Path == "/" {
					fmt.Fprintf(w, `<Response><Gather action="keys" %s><Say>Press.</Say></Gather></Response>`, c.gather)
					return
				}
				got <- r.PostFormValue("Digits")
				fmt.Fprint(w, `<Response><Hangup/></Response>`)
			}))
			defer product.Close()
			_, _ = post(fake, root+"/Calls.json", url.Values{"To": {"+12025550134"}, "From": {"+12025550100"}, "Url": {product.URL}})
			require.NoError(t, fake.Press(fake.Calls("")[0].SID, c.pressed), "keys pressed while it rings are kept")
			require.Equal(t, c.wants, <-got)
			require.ErrorIs(t, fake.Press(fake.Calls("")[0].SID, "12a"), twiliotest.ErrKeys)
			require.Empty(t, journal.Violations())
			fake.Close()
		})
	}
}
