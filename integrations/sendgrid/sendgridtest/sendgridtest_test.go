package sendgridtest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/integrations/fake"
	"countersign/integrations/sendgrid/sendgridtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const key = "SG.x.y"

func newFake(t *testing.T, store fake.Store, pace time.Duration) (*sendgridtest.Server, *fake.Journal) {
	t.Helper()
	journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
	require.NoError(t, err)
	fake, err := sendgridtest.New(sendgridtest.Config{APIKey: key, Setup: fake.Setup{Journal: journal, Store: store}, Pace: pace})
	require.NoError(t, err)
	t.Cleanup(fake.Close)
	return fake, journal
}

func send(fake http.Handler, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/v3/mail/send", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+key)
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, r)
	return w
}

const (
	to      = `"personalizations":[{"to":[{"email":"ana@northwind.example"}]}]`
	from    = `"from":{"email":"desk@bluepeak.example"}`
	subject = `"subject":"Hello"`
	content = `"content":[{"type":"text/plain","value":"x"},{"type":"text/html","value":"<p>x"}]`
)

func mail(parts ...string) string { return "{" + strings.Join(parts, ",") + "}" }

// TestEveryWrongMailIsRefusedAndWrittenDown gives the fake its power: each row breaks one rule.
func TestEveryWrongMailIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	many := strings.TrimSuffix(strings.Repeat(`{"to":[{"email":"a@b.example"}]},`, 1001), ",")
	for what, c := range map[string]struct{ body, rule, field string }{
		"not JSON":           {`{`, "json", "null"},
		"two documents":      {mail(to, from, subject, content) + "{}", "json", "null"},
		"an unknown field":   {mail(to, from, subject, content, `"priority":1`), "unknown_field", "null"},
		"unknown deep down":  {mail(`"personalizations":[{"to":[{"email":"a@b.example","phone":1}]}]`, from, subject, content), "unknown_field", "null"},
		"no personalization": {mail(from, subject, content), "required.personalizations", `"personalizations"`},
		"no recipient":       {mail(`"personalizations":[{"to":[]}]`, from, subject, content), "required.to", `"personalizations.0.to"`},
		"no address":         {mail(`"personalizations":[{"to":[{"email":"ana"}]}]`, from, subject, content), "grammar.address", `"personalizations.0.to.0.email"`},
		"a named address":    {mail(`"personalizations":[{"to":[{"email":"Ana <ana@b.example>"}]}]`, from, subject, content), "grammar.address", `"personalizations.0.to.0.email"`},
		"twice the same":     {mail(`"personalizations":[{"to":[{"email":"a@b.example"}],"cc":[{"email":"A@b.example"}]}]`, from, subject, content), "duplicate_address", `"personalizations.0"`},
		"too many":           {mail(`"personalizations":[`+many+`]`, from, subject, content), "limit.personalizations", `"personalizations"`},
		"no sender":          {mail(to, subject, content), "required.from", `"from.email"`},
		"a wrong sender":     {mail(to, `"from":{"email":"desk"}`, subject, content), "grammar.from", `"from.email"`},
		"no subject":         {mail(to, from, content), "required.subject", `"subject"`},
		"no content":         {mail(to, from, subject), "required.content", `"content"`},
		"empty content":      {mail(to, from, subject, `"content":[{"type":"text/plain","value":""}]`), "required.content_value", `"content.0.value"`},
		"HTML before text":   {mail(to, from, subject, `"content":[{"type":"text/html","value":"x"},{"type":"text/plain","value":"x"}]`), "content_order", `"content"`},
		"text twice":         {mail(to, from, subject, `"content":[{"type":"text/plain","value":"x"},{"type":"text/plain","value":"x"}]`), "content_order", `"content"`},
		"a number as arg":    {mail(to, from, subject, content, `"custom_args":{"outbound":7}`), "type", `"custom_args`},
		"long args":          {mail(to, from, subject, content, `"custom_args":{"a":"`+strings.Repeat("x", 10001)+`"}`), "limit.custom_args", `"custom_args"`},
		"a reserved header":  {mail(to, from, subject, content, `"headers":{"Reply-To":"x@y.example"}`), "reserved_header", `"headers.Reply-To"`},
		"sandbox as a word":  {mail(to, from, subject, content, `"mail_settings":{"sandbox_mode":{"enable":"yes"}}`), "type", `"mail_settings.sandbox_mode.enable"`},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			fake, journal := newFake(t, nil, time.Hour)
			w := send(fake, c.body)
			require.Equal(t, http.StatusBadRequest, w.Code)
			require.Contains(t, w.Body.String(), `"field":`+c.field)
			require.Len(t, journal.Violations(), 1)
			require.Equal(t, c.rule, journal.Violations()[0].Rule)
			require.Empty(t, fake.Mails(""), "nothing was taken")
		})
	}
}

func TestAGoodMailIsTakenForEachRecipient(t *testing.T) {
	t.Parallel()
	fake, journal := newFake(t, nil, time.Hour)
	w := send(fake, mail(`"personalizations":[{"to":[{"email":"a@b.example"},{"email":"c@d.example"}],"custom_args":{"outbound":"2"},"subject":"Own"}]`, from, subject, content, `"custom_args":{"outbound":"1","x":"y"}`))
	require.Equal(t, http.StatusAccepted, w.Code)
	require.Empty(t, w.Body.String())
	mails := fake.Mails("")
	require.Len(t, mails, 2)
	require.Equal(t, w.Header().Get("X-Message-Id"), mails[1].MessageID)
	require.Equal(t, map[string]string{"outbound": "2", "x": "y"}, mails[0].CustomArgs)
	require.Equal(t, "Own", mails[0].Subject)
	require.Len(t, fake.Mails("C@d.example"), 1)
	require.Equal(t, http.StatusOK, send(fake, mail(to, from, subject, content, `"mail_settings":{"sandbox_mode":{"enable":true}}`)).Code)
	require.Len(t, fake.Mails(""), 2, "the vendor's own sandbox takes nothing")
	require.Empty(t, journal.Violations())
}

func TestAWrongDoorIsRefusedAndWrittenDown(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		method, path, auth, kind string
		status                   int
		rule                     string
	}{
		"unknown path": {"POST", "/v3/mail/sent", "Bearer " + key, "application/json", 404, "path"},
		"wrong method": {"GET", "/v3/mail/send", "Bearer " + key, "", 405, "method"},
		"nobody":       {"POST", "/v3/mail/send", "", "application/json", 401, "auth"},
		"wrong key":    {"POST", "/v3/mail/send", "Bearer SG.z", "application/json", 401, "auth"},
		"bare key":     {"POST", "/v3/mail/send", key, "application/json", 401, "auth"},
		"a form":       {"POST", "/v3/mail/send", "Bearer " + key, "application/x-www-form-urlencoded", 415, "content_type"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			fake, journal := newFake(t, nil, time.Hour)
			r := httptest.NewRequest(c.method, c.path, strings.NewReader(mail(to, from, subject, content)))
			r.Header.Set("Authorization", c.auth)
			r.Header.Set("Content-Type", c.kind)
			w := httptest.NewRecorder()
			fake.ServeHTTP(w, r)
			require.Equal(t, c.status, w.Code)
			require.Contains(t, w.Body.String(), `"errors":[{`)
			require.Len(t, journal.Violations(), 1)
			require.Equal(t, c.rule, journal.Violations()[0].Rule)
		})
	}
}

func TestMailSurvivesARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "sendgrid.jsonl")
	open := func() *fake.File {
		file, err := fake.Open(path)
		require.NoError(t, err)
		t.Cleanup(func() { _ = file.Close() })
		return file
	}
	first, _ := newFake(t, open(), time.Hour)
	for i := range 3 {
		require.Equal(t, http.StatusAccepted, send(first, strings.Replace(mail(to, from, subject, content), "ana", fmt.Sprint("ana", i), 1)).Code)
	}
	first.Close()
	second, _ := newFake(t, open(), time.Millisecond)
	require.Eventually(t, func() bool {
		for _, m := range second.Mails("") {
			if m.Status != "delivered" {
				return false
			}
		}
		return len(second.Mails("")) == 3
	}, 10*time.Second, time.Millisecond, "what was under way goes on")
	second.Close()
	third, _ := newFake(t, open(), time.Hour)
	require.Equal(t, second.Mails(""), third.Mails(""))
	require.NoError(t, third.Forget())
	third.Close()
	fourth, _ := newFake(t, open(), time.Hour)
	require.Empty(t, fourth.Mails(""))
}

func TestAQuietMailIsTakenAndNeverToldOf(t *testing.T) {
	t.Parallel()
	fake, _ := newFake(t, fake.NullStore{}, time.Millisecond)
	require.Equal(t, http.StatusAccepted, send(fake, strings.Replace(mail(to, from, subject, content), "ana@", "quiet.ana@", 1)).Code)
	require.Equal(t, http.StatusAccepted, send(fake, mail(to, from, subject, content)).Code)
	require.Eventually(t, func() bool { return fake.Mails("ana@northwind.example")[0].Status == "delivered" }, 10*time.Second, time.Millisecond)
	require.Equal(t, "accepted", fake.Mails("quiet.ana@northwind.example")[0].Status)
}
