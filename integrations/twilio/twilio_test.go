package twilio_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/integrations/fake"
	"countersign/integrations/twilio"
	"countersign/integrations/twilio/twiliotest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	accountSID = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	authToken  = "0123456789abcdef0123456789abcdef"
	ours       = "+12025550100"
	anas       = "+12025550134"
)

// account is a client of the product before a strict fake, and a product that hears the callbacks.
type account struct {
	*twilio.Client
	fake    *twiliotest.Server
	faults  *fake.Faults
	journal *fake.Journal
	front   http.Handler
	product *product
}

// product stands where the API's webhooks stand: it verifies each callback as the API does and keeps what it says.
type product struct {
	t      *testing.T
	url    string
	client *twilio.Client
	answer func(path string, form url.Values) string // TwiML

	mu      sync.Mutex
	refuse  int // how many callbacks to refuse with 503
	reports []message.Delivery
	badSig  int
}

// caller posts callbacks and tries again at once.
func caller() fake.Caller {
	return fake.Caller{HTTP: &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{}}, Tries: 4, Backoff: time.Millisecond}
}

type option func(*twiliotest.Config)

func newAccount(t *testing.T, options ...option) *account {
	t.Helper()
	journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
	require.NoError(t, err)
	cfg := twiliotest.Config{
		AccountSID: accountSID, AuthToken: authToken, Setup: fake.Setup{Journal: journal}, Pace: time.Millisecond, Second: time.Millisecond, Patience: 5 * time.Second,
		Caller: caller(),
	}
	for _, set := range options {
		set(&cfg)
	}
	a := &account{journal: journal, faults: &fake.Faults{}, product: &product{t: t}}
	a.fake, err = twiliotest.New(cfg)
	require.NoError(t, err)
	a.front = fake.FaultProxy{Vendor: a.fake, Journal: journal, Faults: a.faults}
	server := httptest.NewServer(a.front)
	transport := &http.Transport{}
	a.Client, err = twilio.New(twilio.Config{
		BaseURL: server.URL, AccountSID: accountSID, AuthToken: authToken, HTTPClient: &http.Client{Transport: transport, Timeout: 5 * time.Second},
	})
	require.NoError(t, err)
	a.product.client = a.Client
	webhooks := httptest.NewServer(a.product)
	a.product.url = webhooks.URL
	t.Cleanup(func() {
		a.fake.Close()
		webhooks.Close()
		transport.CloseIdleConnections()
		server.Close()
		require.Zero(t, a.product.badSig, "a callback's signature did not verify")
	})
	return a
}

func (p *product) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.ParseForm() != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.client.Verify(p.url+r.URL.RequestURI(), r.PostForm, r.Header.Get(twilio.SignatureHeader)) != nil {
		p.badSig++
		w.WriteHeader(http.StatusForbidden)
		return
	}
	if r.URL.Path != "/status" {
		w.Header().Set("Content-Type", twilio.ContentType)
		_, _ = w.Write([]byte(p.answer(r.URL.Path, r.PostForm)))
		return
	}
	if p.refuse > 0 {
		p.refuse--
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	report, err := p.client.ParseStatus(r.PostForm, r.URL.Query().Get("outbound"), time.Now())
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	p.reports = append(p.reports, report)
}

// heard returns the reports so far.
func (p *product) heard() []message.Delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]message.Delivery(nil), p.reports...)
}

// status is how far a send has come by the reports so far.
func (p *product) status(outboundID string) message.Status {
	now := message.Claimed
	for _, report := range p.heard() {
		if report.OutboundID == outboundID && message.Advances(now, report.Status) {
			now = report.Status
		}
	}
	return now
}

func (a *account) noViolations(t *testing.T) {
	t.Helper()
	require.Empty(t, a.journal.Violations())
}

func (a *account) sms(text string) message.Outbound {
	return message.Outbound{
		ID: "0190-1", Transport: channel.SMS, To: anas, From: ours, Text: text, CallbackURL: a.product.url + "/status",
	}
}
