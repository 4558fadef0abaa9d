package twilio_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/clock"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/twilio"
	"countersign/integrations/twilio/twiliotest"
)

func TestAnSMSIsTakenAndReported(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	receipt, err := twilio.SMS{Client: a.Client}.Send(contract.Soon(t), a.sms("Your code is 123456."))
	require.NoError(t, err)
	require.Regexp(t, `^SM[0-9a-f]{32}$`, receipt.ProviderID)
	require.Equal(t, message.Accepted, receipt.Status)

	contract.Within(t, "three reports", func() bool { return len(a.product.heard()) == 3 })
	reports := a.product.heard()
	for i, want := range []string{"sending", "sent", "delivered"} {
		require.Equal(t, receipt.ProviderID+":"+want, reports[i].EventKey)
		require.Equal(t, "0190-1", reports[i].OutboundID)
		require.Equal(t, receipt.ProviderID, reports[i].ProviderID)
	}
	require.Equal(t, message.Delivered, a.product.status("0190-1"))
	require.Equal(t, "Your code is 123456.", a.fake.Messages("")[0].Body)
	a.noViolations(t)
}

func TestReportsInDisorderStillEndAsDelivered(t *testing.T) {
	t.Parallel()
	a := newAccount(t, func(c *twiliotest.Config) { c.Disorder = 1 })
	_, err := twilio.SMS{Client: a.Client}.Send(contract.Soon(t), a.sms("x"))
	require.NoError(t, err)
	contract.Within(t, "three reports", func() bool { return len(a.product.heard()) == 3 })
	require.Equal(t, message.Delivered, a.product.heard()[0].Status, "the fake was asked for disorder")
	require.Equal(t, message.Delivered, a.product.status("0190-1"))
}

func TestARefusedReportComesAgain(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	a.product.refuse = 2
	out := a.sms("x")
	out.CallbackURL = twilio.Repeated(out.CallbackURL)
	_, err := twilio.SMS{Client: a.Client}.Send(contract.Soon(t), out)
	require.NoError(t, err)
	contract.Within(t, "all reports in spite of refusals", func() bool { return len(a.product.heard()) == 3 })
}

func TestAnUndeliverableSMSFailsWithTheCarriersCode(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	out := a.sms("x")
	out.To = "+12025530003"
	_, err := twilio.SMS{Client: a.Client}.Send(contract.Soon(t), out)
	require.NoError(t, err)
	contract.Within(t, "failure", func() bool { return a.product.status("0190-1") == message.Failed })
	reports := a.product.heard()
	require.Equal(t, "30003", reports[len(reports)-1].ErrorCode)
}

func TestSTOPClosesAPairAndSTARTOpensIt(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	sms := twilio.SMS{Client: a.Client}
	_, answer, err := a.fake.Send(twiliotest.Text{From: anas, To: ours, Body: " stop "})
	require.NoError(t, err)
	require.Contains(t, answer, "unsubscribed")

	_, err = sms.Send(contract.Soon(t), a.sms("x"))
	require.Equal(t, &provider.Error{Provider: "twilio", Kind: provider.OptedOut, Code: "21610"}, err)
	_, _, err = a.fake.Send(twiliotest.Text{From: anas, To: ours, Body: "Start"})
	require.NoError(t, err)
	_, err = sms.Send(contract.Soon(t), a.sms("x"))
	require.NoError(t, err)
	a.noViolations(t)
}

func TestASlowAnswerIsStillAnAnswer(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	require.NoError(t, a.faults.Set(twiliotest.Name, fake.Slow, 1))
	began := time.Now()
	_, err := twilio.SMS{Client: a.Client}.Send(contract.Soon(t), a.sms("x"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, time.Since(began), 1900*time.Millisecond)
}

func TestFindReadsEveryPage(t *testing.T) {
	t.Parallel()
	var served atomic.Int32
	answer := func(w http.ResponseWriter, r *http.Request) {
		served.Add(1)
		if r.URL.Query().Get("PageToken") == "" {
			_, _ = w.Write([]byte(`{"messages":[{"sid":"SM1","body":"other","date_created":"Mon, 02 Jan 2006 15:04:05 +0000"}],
				"next_page_uri":"/2010-04-01/Accounts/AC1/Messages.json?Page=1&PageToken=PASM1&PageSize=1000"}`))
			return
		}
		_, _ = w.Write([]byte(`{"messages":[{"sid":"SM2","status":"sent","body":"Sent from your Twilio trial account - hello","date_created":"Mon, 02 Jan 2006 15:04:05 +0000"}],"next_page_uri":null}`))
	}
	client := against(t, answer)
	since := time.Date(2006, 1, 2, 15, 5, 30, 0, time.UTC) // within the clocks' skew
	receipt, found, err := twilio.SMS{Client: client}.Find(contract.Soon(t), message.Outbound{To: anas, From: ours, Text: "hello"}, since)
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, message.Receipt{ProviderID: "SM2", Status: message.Sent}, receipt)
	require.EqualValues(t, 2, served.Load())
}

func TestFindGivesUpOnEndlessHistoryAndRedactedTexts(t *testing.T) {
	t.Parallel()
	endless := against(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"messages":[],"next_page_uri":"/2010-04-01/x?Page=1&PageToken=PA1"}`))
	})
	_, _, err := twilio.SMS{Client: endless}.Find(contract.Soon(t), message.Outbound{To: anas, From: ours, Text: "hello"}, time.Now())
	require.Equal(t, provider.Ambiguous, provider.KindOf(err))
	redacted := against(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"messages":[{"sid":"SM1","body":""}],"next_page_uri":null}`))
	})
	_, _, err = twilio.SMS{Client: redacted}.Find(contract.Soon(t), message.Outbound{To: anas, From: ours, Text: "hello"}, time.Now())
	require.Equal(t, provider.Ambiguous, provider.KindOf(err))
}

// TestAnswersAreClassified holds each answer a vendor, or a gateway before it, can give against its kind, and counts that it was asked once.
func TestAnswersAreClassified(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		status int
		body   string
		want   provider.Error
	}{
		"opted out":                 {400, `{"code":21610,"status":400}`, provider.Error{Kind: provider.OptedOut, Code: "21610"}},
		"invalid number":            {400, `{"code":21211,"status":400}`, provider.Error{Kind: provider.Refused, Code: "21211"}},
		"refused without a body":    {404, ``, provider.Error{Kind: provider.Refused, Code: "http_404"}},
		"a redirect":                {302, ``, provider.Error{Kind: provider.Refused, Code: "http_302"}},
		"wrong token":               {401, `{"code":20003,"status":401}`, provider.Error{Kind: provider.Unauthorized, Code: "20003"}},
		"too fast":                  {429, `{"code":20429,"status":429}`, provider.Error{Kind: provider.Throttled, Code: "20429", RetryAfter: 7 * time.Second}},
		"broken, says Twilio":       {500, `{"code":20500,"status":500}`, provider.Error{Kind: provider.Unavailable, Code: "20500"}},
		"closed":                    {503, `<html>`, provider.Error{Kind: provider.Unavailable, Code: "http_503"}},
		"broken, says who knows":    {500, `<html>`, provider.Error{Kind: provider.Ambiguous, Code: "http_500"}},
		"gateway lost it":           {502, `<html>`, provider.Error{Kind: provider.Ambiguous, Code: "http_502"}},
		"gateway waited":            {504, `{"code":20504}`, provider.Error{Kind: provider.Ambiguous, Code: "20504"}},
		"taken, but unreadable":     {201, `<html>`, provider.Error{Kind: provider.Ambiguous, Code: "unreadable_answer"}},
		"taken, but cut short":      {201, `{"sid":"SM`, provider.Error{Kind: provider.Ambiguous, Code: "unreadable_answer"}},
		"taken, but without a name": {201, `{}`, provider.Error{Kind: provider.Ambiguous, Code: "unreadable_answer"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			client := against(t, func(w http.ResponseWriter, _ *http.Request) {
				asked.Add(1)
				w.Header().Set("Retry-After", "7")
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
			})
			c.want.Provider = "twilio"
			_, err := twilio.SMS{Client: client}.Send(contract.Soon(t), message.Outbound{To: anas, From: ours, Text: "x"})
			require.Equal(t, &c.want, err)
			require.EqualValues(t, 1, asked.Load(), "asked once, whatever the answer")
		})
	}
}

func TestSettingsAreChecked(t *testing.T) {
	t.Parallel()
	for _, cfg := range []twilio.Config{
		{}, {AccountSID: accountSID}, {AccountSID: accountSID, AuthToken: "with space"}, {AccountSID: "AC/../x", AuthToken: authToken},
		{AccountSID: accountSID, AuthToken: authToken, BaseURL: "ftp://x"}, {AccountSID: accountSID, AuthToken: authToken, BaseURL: "nonsense"},
	} {
		_, err := twilio.New(cfg)
		require.Error(t, err)
	}
}

// against returns a client whose Twilio is one handler.
func against(t *testing.T, answer http.HandlerFunc) *twilio.Client {
	t.Helper()
	server := httptest.NewServer(answer)
	transport := &http.Transport{}
	t.Cleanup(func() { transport.CloseIdleConnections(); server.Close() })
	client, err := twilio.New(twilio.Config{BaseURL: server.URL, AccountSID: accountSID, AuthToken: authToken, HTTPClient: &http.Client{Transport: transport}})
	require.NoError(t, err)
	return client
}

func TestAnSMSIsDeliveredNoLaterThanItsCodeEnds(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	for text, c := range map[string]struct {
		left     time.Duration
		earliest int // seconds; a moment passes while the test sends
		latest   int
	}{
		"five minutes": {5 * time.Minute, 298, 300},
		"a day":        {24 * time.Hour, 36000, 36000},
		"a moment":     {2 * time.Second, 1, 2},
	} {
		out := a.sms(text)
		out.ExpiresAt = clock.Now().Add(c.left)
		_, err := twilio.SMS{Client: a.Client}.Send(contract.Soon(t), out)
		require.NoError(t, err)
		seconds, err := strconv.Atoi(a.validityOf(t, text))
		require.NoError(t, err, text)
		require.GreaterOrEqual(t, seconds, c.earliest, text)
		require.LessOrEqual(t, seconds, c.latest, text)
	}
	_, err := twilio.SMS{Client: a.Client}.Send(contract.Soon(t), a.sms("hello"))
	require.NoError(t, err)
	require.Empty(t, a.validityOf(t, "hello"), "a message without a code does not expire")
	late := a.sms("late")
	late.ExpiresAt = clock.Now()
	_, err = twilio.SMS{Client: a.Client}.Send(contract.Soon(t), late)
	require.Equal(t, provider.Refused, provider.KindOf(err))
	require.Equal(t, message.GaveUp, provider.CodeOf(err))
	require.Len(t, a.fake.Messages(anas), 4, "an expired code is not sent")
	a.noViolations(t)
}

// validityOf is the ValidityPeriod that a text was sent with.
func (a *account) validityOf(t *testing.T, text string) string {
	t.Helper()
	for _, m := range a.fake.Messages(anas) {
		if m.Body == text {
			return m.Validity
		}
	}
	t.Fatalf("%q was not sent", text)
	return ""
}
