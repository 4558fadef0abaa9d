package twiliotest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/integrations/fake"
	"countersign/integrations/twilio/twiliotest"
)

const (
	sid   = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	token = "0123456789abcdef"
	root  = "/2010-04-01/Accounts/" + sid
)

func newFake(t *testing.T, store fake.Store) (*twiliotest.Server, *fake.Journal) {
	t.Helper()
	journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
	require.NoError(t, err)
	fake, err := twiliotest.New(twiliotest.Config{
		AccountSID: sid, AuthToken: token, Setup: fake.Setup{Journal: journal, Store: store}, Pace: time.Millisecond, Second: time.Millisecond, Patience: time.Hour,
		Caller: fake.Caller{HTTP: &http.Client{Transport: &http.Transport{}}, Tries: 1},
	})
	require.NoError(t, err)
	t.Cleanup(fake.Close)
	return fake, journal
}

// post sends a form as a client does and returns the status and the body.
func post(fake http.Handler, path string, form url.Values) (int, string) {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(sid, token)
	return do(fake, r)
}

func do(fake http.Handler, r *http.Request) (int, string) {
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// TestEveryWrongRequestIsRefusedAndWrittenDown gives the fake its power: each row breaks one rule of a request that is good without it.
func TestEveryWrongRequestIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	message := url.Values{"To": {"+12025550134"}, "From": {"+12025550100"}, "Body": {"x"}, "StatusCallback": {"http://localhost:8080/s?outbound=1"}}
	call := url.Values{"To": {"+12025550134"}, "From": {"+12025550100"}, "Url": {"http://localhost:8080/v"}, "StatusCallbackEvent": {"initiated", "completed"}}
	for _, c := range []struct {
		what, path  string
		good        url.Values
		key         string
		values      []string
		rule, wants string
	}{
		{"no recipient", "Messages", message, "To", nil, "required.To", `"code":21604`},
		{"no sender", "Messages", message, "From", nil, "required.From", `"code":21603`},
		{"no text", "Messages", message, "Body", nil, "required.Body", `"code":21602`},
		{"a national number", "Messages", message, "To", []string{"2025550134"}, "grammar.To", `"code":21211`},
		{"a number with spaces", "Messages", message, "To", []string{"+1 202 555 0134"}, "grammar.To", `"code":21211`},
		{"a long sender", "Messages", message, "From", []string{"Bluepeak IT desk"}, "grammar.From", `"code":21212`},
		{"to itself", "Messages", message, "To", []string{"+12025550100"}, "same_number", `"code":21266`},
		{"a long text", "Messages", message, "Body", []string{strings.Repeat("é", 1601)}, "grammar.Body", `"code":21617`},
		{"a callback without scheme", "Messages", message, "StatusCallback", []string{"localhost/s"}, "grammar.StatusCallback", `"code":21609`},
		{"a callback with underscore", "Messages", message, "StatusCallback", []string{"http://my_host/s"}, "grammar.StatusCallback", `"code":21609`},
		{"a life of a day", "Messages", message, "ValidityPeriod", []string{"86400"}, "grammar.ValidityPeriod", `"code":21642`},
		{"half a second", "Messages", message, "ValidityPeriod", []string{"0.5"}, "grammar.ValidityPeriod", `"code":21642`},
		{"a short life", "Messages", message, "ValidityPeriod", []string{"0"}, "grammar.ValidityPeriod", `"code":21642`},
		{"two recipients", "Messages", message, "To", []string{"+12025550134", "+12025550135"}, "repeated_parameter", `"code":20001`},
		{"an unknown parameter", "Messages", message, "Subject", []string{"x"}, "unknown_parameter", `"code":20001`},
		{"no recipient", "Calls", call, "To", nil, "required.To", `"code":21201`},
		{"no sender", "Calls", call, "From", nil, "required.From", `"code":21213`},
		{"nothing to say", "Calls", call, "Url", nil, "required.Url", `"code":21205`},
		{"two things to say", "Calls", call, "Twiml", []string{"<Response/>"}, "one_of.Url", `"code":20001`},
		{"no address", "Calls", call, "Url", []string{"ftp://x"}, "grammar.Url", `"code":21205`},
		{"no such event", "Calls", call, "StatusCallbackEvent", []string{"in-progress"}, "grammar.StatusCallbackEvent", `"code":21626`},
		{"no such method", "Calls", call, "Method", []string{"PUT"}, "grammar.Method", `"code":21402`},
		{"a long ring", "Calls", call, "Timeout", []string{"601"}, "grammar.Timeout", `"code":20001`},
		{"an unknown parameter", "Calls", call, "Body", []string{"x"}, "unknown_parameter", `"code":20001`},
	} {
		t.Run(c.path+"/"+c.what, func(t *testing.T) {
			t.Parallel()
			fake, journal := newFake(t, nil)
			status, _ := post(fake, root+"/"+c.path+".json", c.good)
			require.Equal(t, http.StatusCreated, status, "the request is good before it is broken")
			require.Empty(t, journal.Violations())

			broken := url.Values{}
			for k, v := range c.good {
				broken[k] = v
			}
			broken[c.key] = c.values
			if c.values == nil {
				broken.Del(c.key)
			}
			status, body := post(fake, root+"/"+c.path+".json", broken)
			require.Equal(t, http.StatusBadRequest, status)
			require.Contains(t, body, c.wants)
			require.Contains(t, body, `"more_info":"https://www.twilio.com/docs/errors/`)
			require.Len(t, journal.Violations(), 1)
			require.Equal(t, c.rule, journal.Violations()[0].Rule)
			require.Len(t, append(fake.Messages(""), make([]twiliotest.Message, len(fake.Calls("")))...), 1, "nothing was taken")
		})
	}
}

func TestAWrongDoorIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		method, path, user, contentType string
		status                          int
		rule                            string
	}{
		"unknown path":        {"GET", "/2010-04-01/Accounts/" + sid + "/Faxes.json", sid, "", 404, "path"},
		"unknown version":     {"GET", "/2008-08-01/Accounts/" + sid + "/Messages.json", sid, "", 404, "path"},
		"another's account":   {"GET", "/2010-04-01/Accounts/ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/Messages.json", sid, "", 404, "path"},
		"no such message":     {"GET", root + "/Messages/SM00000000000000000000000000000000.json", sid, "", 404, "path"},
		"wrong method":        {"PUT", root + "/Messages.json", sid, "", 405, "method"},
		"nobody":              {"GET", root + "/Messages.json", "", "", 401, "auth"},
		"somebody else":       {"GET", root + "/Messages.json", "ACx", "", 401, "auth"},
		"a body of JSON":      {"POST", root + "/Messages.json", sid, "application/json", 415, "content_type"},
		"a large page":        {"GET", root + "/Messages.json?PageSize=1001", sid, "", 400, "grammar.PageSize"},
		"a date in words":     {"GET", root + "/Messages.json?DateSent%3E=yesterday", sid, "", 400, "grammar.DateSent>"},
		"an unknown filter":   {"GET", root + "/Calls.json?Body=x", sid, "", 400, "unknown_parameter"},
		"a POST with a query": {"POST", root + "/Messages.json?To=x", sid, "application/x-www-form-urlencoded", 400, "query"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			fake, journal := newFake(t, nil)
			r := httptest.NewRequest(c.method, c.path, nil)
			if c.user != "" {
				r.SetBasicAuth(c.user, token)
			}
			r.Header.Set("Content-Type", c.contentType)
			status, _ := do(fake, r)
			require.Equal(t, c.status, status)
			require.Len(t, journal.Violations(), 1)
			require.Equal(t, c.rule, journal.Violations()[0].Rule)
		})
	}
}

func TestRecipientsOfRefusalAreNoViolation(t *testing.T) {
	t.Parallel()
	fake, journal := newFake(t, nil)
	for to, code := range map[string]string{"+15005550001": "21211", "+15005550003": "21408", "+15005550004": "21610", "+15005550009": "21614"} {
		status, body := post(fake, root+"/Messages.json", url.Values{"To": {to}, "From": {"+12025550100"}, "Body": {"x"}})
		require.Equal(t, http.StatusBadRequest, status)
		require.Contains(t, body, `"code":`+code)
	}
	require.Empty(t, journal.Violations())
	require.Empty(t, fake.Messages(""))
}
