package sandbox_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/core/message"
	"countersign/core/provider"
	"countersign/integrations/sendgrid"
	"countersign/integrations/twilio"
	"countersign/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	accountSID = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	authToken  = "0123456789abcdef"
	apiKey     = "SG.x.y"
	ours       = "+12025550100"
	anas       = "+12025550134"
)

// desk is a product before a whole sandbox: it sends through both providers and hears both webhooks.
type desk struct {
	url    string
	sms    twilio.SMS
	voice  twilio.Voice
	email  *sendgrid.Client
	hooks  *httptest.Server
	stop   func()
	config sandbox.Config

	mu      sync.Mutex
	reports []message.Delivery
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	d := &desk{}
	d.hooks = httptest.NewServer(d.webhooks(&key.PublicKey))
	d.config = sandbox.Config{
		Data: t.TempDir(), TwilioAccountSID: accountSID, TwilioAuthToken: authToken, SendGridAPIKey: apiKey,
		SendGridWebhookKey: base64.StdEncoding.EncodeToString(der), SendGridEventURL: d.hooks.URL + "/email", Pace: time.Millisecond,
	}
	d.open(t)
	t.Cleanup(func() { d.stop(); d.hooks.Close() })
	return d
}

// open starts a sandbox on the desk's data and clients before it.
func (d *desk) open(t *testing.T) {
	t.Helper()
	fakes, err := sandbox.New(d.config)
	require.NoError(t, err)
	server := httptest.NewServer(fakes)
	transport := &http.Transport{}
	web := &http.Client{Transport: transport, Timeout: 10 * time.Second}
	d.url = server.URL
	client, err := twilio.New(twilio.Config{BaseURL: server.URL + "/twilio", AccountSID: accountSID, AuthToken: authToken, HTTPClient: web})
	require.NoError(t, err)
	d.sms, d.voice = twilio.SMS{Client: client}, twilio.Voice{Client: client}
	d.email, err = sendgrid.New(sendgrid.Config{BaseURL: server.URL + "/sendgrid", APIKey: apiKey, HTTPClient: web})
	require.NoError(t, err)
	d.stop = func() {
		fakes.Hush()
		transport.CloseIdleConnections()
		server.Close()
		require.NoError(t, fakes.Close())
	}
}

func (d *desk) webhooks(key *ecdsa.PublicKey) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/sms", func(w http.ResponseWriter, r *http.Request) {
		if r.ParseForm() != nil || d.sms.Verify(d.hooks.URL+r.URL.RequestURI(), r.PostForm, r.Header.Get(twilio.SignatureHeader)) != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		if report, err := twilio.ParseStatus(r.PostForm, r.URL.Query().Get("outbound"), time.Now()); err == nil {
			d.note(report)
		}
	})
	mux.HandleFunc("/voice", func(w http.ResponseWriter, r *http.Request) {
		if r.ParseForm() != nil || d.sms.Verify(d.hooks.URL+r.URL.RequestURI(), r.PostForm, r.Header.Get(twilio.SignatureHeader)) != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		w.Header().Set("Content-Type", twilio.ContentType)
		if r.PostForm.Get("Digits") == "1" {
			_, _ = io.WriteString(w, twilio.ReadCode("4, 8, 1, 5, 1, 6."))
			return
		}
		_, _ = io.WriteString(w, twilio.Ask(d.hooks.URL+"/voice", "Press 1."))
	})
	mux.HandleFunc("/email", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if sendgrid.Verify(key, r.Header.Get(sendgrid.TimestampHeader), body, r.Header.Get(sendgrid.SignatureHeader), time.Now()) != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		reports, _ := sendgrid.ParseEvents(body)
		d.note(reports...)
	})
	return mux
}

func (d *desk) note(reports ...message.Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reports = append(d.reports, reports...)
}

func (d *desk) delivered(id string) bool {
	return d.heard(func(report message.Delivery) bool {
		return report.OutboundID == id && report.Status == message.Delivered
	})
}

// told reports whether an event has come.
func (d *desk) told(event string) bool {
	return d.heard(func(report message.Delivery) bool { return report.EventKey == event })
}

func (d *desk) heard(wanted func(message.Delivery) bool) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.ContainsFunc(d.reports, wanted)
}

// ask speaks to the control API and returns the status.
func (d *desk) ask(t *testing.T, method, path, body string, into any) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, d.url+path, strings.NewReader(body))
	require.NoError(t, err)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	said, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	if into != nil {
		require.NoError(t, json.Unmarshal(said, into), "%s", said)
	}
	return resp.StatusCode
}

func (d *desk) items(t *testing.T, to string) []sandbox.Item {
	t.Helper()
	var list struct {
		Items []sandbox.Item `json:"items"`
	}
	require.Equal(t, http.StatusOK, d.ask(t, http.MethodGet, "/_sandbox/messages?to="+to, "", &list))
	require.NotNil(t, list.Items)
	return list.Items
}

func (d *desk) noViolations(t *testing.T) {
	t.Helper()
	var list struct{ Items []any }
	d.ask(t, http.MethodGet, "/_sandbox/violations", "", &list)
	require.Equal(t, []any{}, list.Items)
}

func (d *desk) text(id, body string) message.Outbound {
	return message.Outbound{ID: id, To: anas, From: ours, Text: body, CallbackURL: d.hooks.URL + "/sms"}
}

func (d *desk) mail(id string) message.Outbound {
	return message.Outbound{
		ID: id, To: "ana@northwind.example", From: "desk@bluepeak.example", FromName: "Bluepeak IT", Subject: "Confirm",
		Text: "Open https://example.com/l/abc.", HTML: `<a href="https://example.com/l/abc?x=1&amp;y=2">Open</a>`,
	}
}

func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func within(t *testing.T, what string, condition func() bool) {
	t.Helper()
	require.Eventually(t, condition, 10*time.Second, 5*time.Millisecond, what)
}

func TestAPersonSeesWhatWasSent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.Empty(t, d.items(t, anas))
	_, err := d.sms.Send(soon(t), d.text("1", "Your code is 481516. See (https://example.com/l/abc)."))
	require.NoError(t, err)
	_, err = d.email.Send(soon(t), d.mail("2"))
	require.NoError(t, err)
	within(t, "both delivered", func() bool { return d.delivered("1") && d.delivered("2") })

	for _, escaped := range []string{"%2B12025550134", "+12025550134"} {
		phone := d.items(t, escaped)
		require.Len(t, phone, 1)
		require.Equal(t, "sms", phone[0].Channel)
		require.Equal(t, "Your code is 481516. See (https://example.com/l/abc).", phone[0].Body)
		require.Equal(t, []string{"https://example.com/l/abc"}, phone[0].Links)
		require.Equal(t, "delivered", phone[0].Status)
	}
	inbox := d.items(t, "Ana@northwind.example")
	require.Len(t, inbox, 1)
	require.Equal(t, "email", inbox[0].Channel)
	require.Equal(t, []string{"https://example.com/l/abc", "https://example.com/l/abc?x=1&y=2"}, inbox[0].Links)
	require.Len(t, d.items(t, ""), 2)
	require.Equal(t, "email", d.items(t, "")[1].Channel, "newest last")
	d.noViolations(t)
}

func TestAPersonPressesAKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	receipt, err := d.voice.Send(soon(t), message.Outbound{ID: "3", To: anas, From: ours, AnswerURL: d.hooks.URL + "/voice", CallbackURL: d.hooks.URL + "/sms"})
	require.NoError(t, err)
	within(t, "the question", func() bool { items := d.items(t, anas); return len(items) == 1 && items[0].Asking })
	require.Equal(t, "voice", d.items(t, anas)[0].Channel)
	require.Equal(t, "Press 1.", strings.Split(d.items(t, anas)[0].Body, "\n")[0])
	require.Equal(t, http.StatusBadRequest, d.ask(t, http.MethodPost, "/_sandbox/call/"+receipt.ProviderID+"/keys", `{"digits":"x"}`, nil))
	require.Equal(t, http.StatusNoContent, d.ask(t, http.MethodPost, "/_sandbox/call/"+receipt.ProviderID+"/keys", `{"digits":"1"}`, nil))
	within(t, "the code", func() bool { return strings.Contains(d.items(t, anas)[0].Body, "4, 8, 1, 5, 1, 6.") })
	within(t, "the end", func() bool { return d.told(receipt.ProviderID + ":completed") })
	require.Equal(t, http.StatusNotFound, d.ask(t, http.MethodPost, "/_sandbox/call/"+receipt.ProviderID+"/keys", `{"digits":"1"}`, nil))
	require.Equal(t, http.StatusNotFound, d.ask(t, http.MethodPost, "/_sandbox/call/"+receipt.ProviderID+"/hangup", ``, nil))
	d.noViolations(t)
}

func TestAPersonSaysSTOP(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	reply := func(body string) (said struct {
		Answer   string `json:"answer"`
		OptedOut bool   `json:"opted_out"`
	}) {
		sms, err := json.Marshal(map[string]string{"from": anas, "to": ours, "body": body})
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, d.ask(t, http.MethodPost, "/_sandbox/sms", string(sms), &said))
		return said
	}
	require.True(t, reply("STOP").OptedOut)
	_, err := d.sms.Send(soon(t), d.text("1", "x"))
	require.Equal(t, provider.OptedOut, provider.KindOf(err))
	require.True(t, reply("thanks").OptedOut)
	require.False(t, reply("start").OptedOut)
	_, err = d.sms.Send(soon(t), d.text("1", "x"))
	require.NoError(t, err)
	for _, wrong := range []string{``, `{}`, `{"from":"x","to":"+1","body":"x"}`, `{"from":"+12025550134","to":"+12025550100","body":"x","sent":1}`} {
		require.Equal(t, http.StatusBadRequest, d.ask(t, http.MethodPost, "/_sandbox/sms", wrong, nil), wrong)
	}
}

func TestFaultsAreSetAndCleared(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	set := func(body string) int { return d.ask(t, http.MethodPost, "/_sandbox/faults", body, nil) }
	require.Equal(t, http.StatusNoContent, set(`{"provider":"twilio","mode":"refuse","count":1}`))
	require.Equal(t, http.StatusNoContent, set(`{"provider":"sendgrid","mode":"rate_limit","count":1}`))
	_, err := d.sms.Send(soon(t), d.text("1", "x"))
	require.Equal(t, provider.Refused, provider.KindOf(err))
	_, err = d.email.Send(soon(t), d.mail("2"))
	require.Equal(t, provider.Throttled, provider.KindOf(err))

	require.Equal(t, http.StatusNoContent, set(`{"provider":"twilio","mode":"accept_then_drop","count":1}`))
	began := time.Now()
	_, err = d.sms.Send(soon(t), d.text("1", "x"))
	require.Equal(t, provider.Ambiguous, provider.KindOf(err))
	_, found, err := d.sms.Find(soon(t), d.text("1", "x"), began)
	require.NoError(t, err)
	require.True(t, found)

	require.Equal(t, http.StatusNoContent, set(`{"provider":"twilio","mode":"refuse","count":50}`))
	require.Equal(t, http.StatusNoContent, d.ask(t, http.MethodDelete, "/_sandbox/faults", "", nil))
	_, err = d.sms.Send(soon(t), d.text("1", "y"))
	require.NoError(t, err)
	for _, wrong := range []string{`{`, `{"provider":"duo","mode":"refuse","count":1}`, `{"provider":"twilio","mode":"explode","count":1}`, `{"provider":"twilio","mode":"slow","count":0}`} {
		require.Equal(t, http.StatusBadRequest, set(wrong), wrong)
	}
	d.noViolations(t)
}

func TestRequestsAreKeptVerbatimAndViolationsListed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.sms.Send(soon(t), d.text("1", "x"))
	require.NoError(t, err)
	wrong := d.text("1", "x")
	wrong.To = "555-01"
	_, err = d.sms.Send(soon(t), wrong)
	require.Equal(t, provider.Refused, provider.KindOf(err))

	var requests struct {
		Items []struct {
			Method, Path, Body string
			Headers            http.Header
		}
	}
	d.ask(t, http.MethodGet, "/_sandbox/requests?provider=twilio", "", &requests)
	require.Len(t, requests.Items, 2)
	require.Equal(t, "/2010-04-01/Accounts/"+accountSID+"/Messages.json", requests.Items[0].Path)
	require.Contains(t, requests.Items[0].Body, "To=%2B12025550134")
	require.NotEmpty(t, requests.Items[0].Headers.Get("Authorization"))
	d.ask(t, http.MethodGet, "/_sandbox/requests?provider=sendgrid", "", &requests)
	require.Empty(t, requests.Items)

	var violations struct {
		Items []struct{ Rule, Provider string }
	}
	d.ask(t, http.MethodGet, "/_sandbox/violations", "", &violations)
	require.Len(t, violations.Items, 1)
	require.Equal(t, "grammar.To", violations.Items[0].Rule)
	for _, list := range []string{"violations", "requests", "messages"} {
		require.Equal(t, http.StatusNoContent, d.ask(t, http.MethodDelete, "/_sandbox/"+list, "", nil))
		var empty struct{ Items []any }
		d.ask(t, http.MethodGet, "/_sandbox/"+list, "", &empty)
		require.Equal(t, []any{}, empty.Items, list)
	}
	require.Equal(t, http.StatusNotFound, d.ask(t, http.MethodGet, "/_sandbox/nothing", "", nil))
}

func TestASandboxThatComesBackRemembers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.sms.Send(soon(t), d.text("1", "before"))
	require.NoError(t, err)
	_, err = d.email.Send(soon(t), d.mail("2"))
	require.NoError(t, err)
	within(t, "both delivered", func() bool { return d.delivered("1") && d.delivered("2") })
	d.ask(t, http.MethodGet, "/twilio/nothing", "", nil)
	before := d.items(t, "")
	d.stop()
	d.open(t)
	require.Equal(t, before, d.items(t, ""))
	var violations struct{ Items []any }
	d.ask(t, http.MethodGet, "/_sandbox/violations", "", &violations)
	require.Len(t, violations.Items, 1)
}

func TestThePageIsServedSafely(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for path, kind := range map[string]string{"/": "text/html", "/page.css": "text/css", "/page.js": "text/javascript"} {
		resp, err := client.Get(d.url + path)
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, http.StatusOK, resp.StatusCode)
		require.Contains(t, resp.Header.Get("Content-Type"), kind)
		require.False(t, bytes.Contains(body, []byte("innerHTML")), "text of messages must never become markup")
		if path == "/" {
			require.Contains(t, resp.Header.Get("Content-Security-Policy"), "default-src 'none'; script-src 'self';")
			require.NotContains(t, string(body), "http://", "nothing is loaded from elsewhere")
			require.NotContains(t, string(body), "https://", "nothing is loaded from elsewhere")
		}
	}
	require.Equal(t, http.StatusOK, d.ask(t, http.MethodGet, "/healthz", "", nil))
	require.Equal(t, http.StatusNotFound, d.ask(t, http.MethodGet, "/other", "", nil))
}

func TestAnOpenPageHearsOfChanges(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	req, err := http.NewRequestWithContext(soon(t), http.MethodGet, d.url+"/_sandbox/live", nil)
	require.NoError(t, err)
	resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	next := func() string {
		for lines.Scan() {
			if lines.Text() != "" {
				return lines.Text()
			}
		}
		return "end"
	}
	require.Equal(t, "data: changed", next(), "at once, for a page that comes back")
	_, err = d.sms.Send(soon(t), d.text("1", "x"))
	require.NoError(t, err)
	require.Equal(t, "data: changed", next())
}

func TestWrongSettingsAreRefused(t *testing.T) {
	t.Parallel()
	good := sandbox.Config{TwilioAccountSID: accountSID, TwilioAuthToken: authToken, SendGridAPIKey: apiKey}
	for what, spoil := range map[string]func(*sandbox.Config){
		"no account": func(c *sandbox.Config) { c.TwilioAccountSID = "" },
		"no key":     func(c *sandbox.Config) { c.SendGridAPIKey = "" },
		"bad base64": func(c *sandbox.Config) { c.SendGridWebhookKey = "!" },
		"bad key":    func(c *sandbox.Config) { c.SendGridWebhookKey = "aGVsbG8=" },
		"bad folder": func(c *sandbox.Config) { c.Data = "/dev/null/x" },
	} {
		cfg := good
		spoil(&cfg)
		_, err := sandbox.New(cfg)
		require.Error(t, err, what)
	}
	fakes, err := sandbox.New(good)
	require.NoError(t, err)
	require.NoError(t, fakes.Close())
}

// BenchmarkSend sends SMS from many clients at once; a sandbox must sustain some hundred a second.
func BenchmarkSend(b *testing.B) {
	fakes, err := sandbox.New(sandbox.Config{Data: b.TempDir(), TwilioAccountSID: accountSID, TwilioAuthToken: authToken, SendGridAPIKey: apiKey})
	require.NoError(b, err)
	server := httptest.NewServer(fakes)
	client, err := twilio.New(twilio.Config{BaseURL: server.URL + "/twilio", AccountSID: accountSID, AuthToken: authToken})
	require.NoError(b, err)
	var sent sync.Map
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			receipt, err := twilio.SMS{Client: client}.Send(context.Background(), message.Outbound{ID: "1", To: anas, From: ours, Text: "Your code is 481516."})
			if err != nil {
				b.Error(err)
				return
			}
			if _, twice := sent.LoadOrStore(receipt.ProviderID, true); twice {
				b.Error(fmt.Errorf("%s was given twice", receipt.ProviderID))
			}
		}
	})
	server.Close()
	require.NoError(b, fakes.Close())
}
