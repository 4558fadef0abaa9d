package sendgrid_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/sendgrid"
	"countersign/integrations/sendgrid/sendgridtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const apiKey = "SG.0123456789abcdefghijkl.0123456789abcdefghijklmnopqrstuvwxyz0123456"

// account is a client of the product before a strict fake, and a product that hears the events.
type account struct {
	*sendgrid.Client
	fake    *sendgridtest.Server
	faults  *fake.Faults
	journal *fake.Journal
	product *product
}

// product stands where the API's webhook stands: it verifies each post as the API does and keeps what it says once.
type product struct {
	client *sendgrid.Client

	mu      sync.Mutex
	refuse  int // how many posts to refuse with 503
	badSig  int
	posts   int
	reports map[string]message.Delivery
}

func (p *product) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.client.Verify(r.Header.Get(sendgrid.TimestampHeader), body, r.Header.Get(sendgrid.SignatureHeader), time.Now()) != nil {
		p.badSig++
		w.WriteHeader(http.StatusForbidden)
		return
	}
	if p.refuse > 0 {
		p.refuse--
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	reports, err := p.client.ParseEvents(body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	p.posts++
	for _, report := range reports {
		p.reports[report.EventKey] = report
	}
}

// status is how far a send has come by the reports so far.
func (p *product) status(outboundID string) (message.Status, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now, code := message.Claimed, ""
	for _, report := range p.reports {
		if report.OutboundID == outboundID && message.Replaces(now, report.Status, report.Returned) {
			now, code = report.Status, report.ErrorCode
		}
	}
	return now, code
}

// caller posts callbacks and tries again at once.
func caller() fake.Caller {
	return fake.Caller{HTTP: &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{}}, Tries: 4, Backoff: time.Millisecond}
}

func newAccount(t *testing.T, options ...func(*sendgridtest.Config)) *account {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
	require.NoError(t, err)
	a := &account{journal: journal, faults: &fake.Faults{}, product: &product{reports: map[string]message.Delivery{}}}
	webhooks := httptest.NewServer(a.product)
	cfg := sendgridtest.Config{
		APIKey: apiKey, WebhookKey: key, EventURL: webhooks.URL, Setup: fake.Setup{Journal: journal}, Pace: time.Millisecond,
		Caller: caller(),
	}
	for _, set := range options {
		set(&cfg)
	}
	a.fake, err = sendgridtest.New(cfg)
	require.NoError(t, err)
	server := httptest.NewServer(fake.FaultProxy{Vendor: a.fake, Journal: journal, Faults: a.faults})
	transport := &http.Transport{}
	a.Client, err = sendgrid.New(sendgrid.Config{BaseURL: server.URL + "/", APIKey: apiKey, EventKey: encoded(t, &key.PublicKey), HTTPClient: &http.Client{Transport: transport, Timeout: 5 * time.Second}})
	require.NoError(t, err)
	a.product.client = a.Client
	t.Cleanup(func() {
		a.fake.Close()
		webhooks.Close()
		transport.CloseIdleConnections()
		server.Close()
		require.Zero(t, a.product.badSig, "a webhook's signature did not verify")
	})
	return a
}

func mail(to string) message.Outbound {
	return message.Outbound{
		ID: "0190-3", Transport: channel.Email, To: to, From: "desk@bluepeak.example", FromName: "Bluepeak IT, desk", Subject: "Your code",
		Text: "Your code is 123456.", HTML: `<p>Your code is <b>123456</b>. <a href="https://example.com/l/abc">Open</a></p>`,
	}
}

func TestAMailIsTakenAndReported(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	receipt, err := a.Send(contract.Soon(t), mail("ana@northwind.example"))
	require.NoError(t, err)
	require.Equal(t, message.Accepted, receipt.Status)
	contract.Within(t, "delivery", func() bool { now, _ := a.product.status("0190-3"); return now == message.Delivered })

	got := a.fake.Mails("")[0]
	require.Equal(t, receipt.ProviderID, got.MessageID)
	require.Equal(t, mail("ana@northwind.example").HTML, got.HTML)
	require.Equal(t, "Your code is 123456.", got.Text)
	require.Equal(t, "Bluepeak IT, desk", got.FromName)
	sent := a.journal.Requests(sendgridtest.Name)[0].Body
	require.Contains(t, sent, `"click_tracking":{"enable":false,"enable_text":false}`)
	require.Contains(t, sent, `"open_tracking":{"enable":false}`)
	require.Contains(t, sent, `"custom_args":{"outbound":"0190-3"}`)
	a.product.mu.Lock()
	for _, report := range a.product.reports {
		require.Equal(t, receipt.ProviderID, report.ProviderID)
	}
	a.product.mu.Unlock()
	require.Empty(t, a.journal.Violations())
}

func TestEveryMailSaysThatAMachineWroteIt(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	answer := mail("answer@northwind.example")
	answer.Answers = true
	for says, out := range map[string]message.Outbound{"auto-generated": mail("ana@northwind.example"), "auto-replied": answer} {
		_, err := a.Send(contract.Soon(t), out)
		require.NoError(t, err)
		require.Equal(t, map[string]string{"Auto-Submitted": says}, a.fake.Mails(out.To)[0].Headers)
	}
	require.Empty(t, a.journal.Violations())
}

func TestWhatBecomesOfAMail(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]struct {
		status message.Status
		code   string
	}{
		"bounce@example.com":   {message.Failed, "5.1.1"},
		"returned@example.com": {message.Failed, "5.1.1"},
		"blocked@example.com":  {message.Failed, "5.7.1"},
		"dropped@example.com":  {message.Failed, "bounced_address"},
		"optout@example.com":   {message.Failed, "unsubscribed"},
		"deferred@example.com": {message.Delivered, ""},
	} {
		t.Run(to, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t)
			_, err := a.Send(contract.Soon(t), mail(to))
			require.NoError(t, err)
			contract.Within(t, string(want.status), func() bool { now, code := a.product.status("0190-3"); return now == want.status && code == want.code })
		})
	}
}

func TestEventsInDisorderAndTwiceStillEndAsDelivered(t *testing.T) {
	t.Parallel()
	a := newAccount(t, func(c *sendgridtest.Config) { c.Disorder = 1 })
	a.product.refuse = 2
	for range 20 {
		_, err := a.Send(contract.Soon(t), mail("ana@northwind.example"))
		require.NoError(t, err)
	}
	contract.Within(t, "every event once", func() bool {
		a.product.mu.Lock()
		defer a.product.mu.Unlock()
		return len(a.product.reports) == 40
	})
	now, _ := a.product.status("0190-3")
	require.Equal(t, message.Delivered, now)
}

func TestManySendsAtOnceShareNothing(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	var sends sync.WaitGroup
	for i := range 50 {
		sends.Go(func() {
			out := mail("ana" + strconv.Itoa(i) + "@northwind.example")
			out.Text = "for " + out.To
			_, err := a.Send(contract.Soon(t), out)
			require.NoError(t, err)
		})
	}
	sends.Wait()
	for _, got := range a.fake.Mails("") {
		require.Equal(t, "for "+got.To, got.Text)
	}
	require.Empty(t, a.journal.Violations())
}

func TestEventsTellOfAMailWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	require.NoError(t, a.faults.Set(sendgridtest.Name, fake.AcceptThenDrop, 1))
	_, err := a.Send(contract.Soon(t), mail("ana@northwind.example"))
	require.Equal(t, provider.Ambiguous, provider.KindOf(err))
	contract.Within(t, "delivery", func() bool { now, _ := a.product.status("0190-3"); return now == message.Delivered })
	require.Empty(t, a.journal.Violations())
}

func TestAnswersAreClassified(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		status int
		body   string
		want   provider.Error
	}{
		"refused with a field":      {400, `{"errors":[{"message":"ana@x.example is bad","field":"personalizations.0.to","help":null}]}`, provider.Error{Kind: provider.Refused, Code: "http_400 personalizations.0.to"}},
		"forbidden":                 {403, `{"errors":[{"message":"no","field":null}]}`, provider.Error{Kind: provider.Refused, Code: "http_403"}},
		"wrong key":                 {401, `{"errors":[{"message":"no","field":null}]}`, provider.Error{Kind: provider.Unauthorized, Code: "http_401"}},
		"a redirect":                {302, ``, provider.Error{Kind: provider.Refused, Code: "http_302"}},
		"too fast, without header":  {429, ``, provider.Error{Kind: provider.Throttled, Code: "http_429"}},
		"broken, says SendGrid":     {500, `{"errors":[{"message":"x","field":null}]}`, provider.Error{Kind: provider.Unavailable, Code: "http_500"}},
		"closed":                    {503, ``, provider.Error{Kind: provider.Unavailable, Code: "http_503"}},
		"broken, says who knows":    {500, `<html>`, provider.Error{Kind: provider.Ambiguous, Code: "http_500"}},
		"gateway waited":            {504, `<html>`, provider.Error{Kind: provider.Ambiguous, Code: "http_504"}},
		"taken, but without a name": {202, ``, provider.Error{Kind: provider.Ambiguous, Code: "no_answer"}},
		"another 2xx":               {200, ``, provider.Error{Kind: provider.Ambiguous, Code: "no_answer"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				asked.Add(1)
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
			}))
			transport := &http.Transport{}
			t.Cleanup(func() { transport.CloseIdleConnections(); server.Close() })
			client, err := sendgrid.New(sendgrid.Config{BaseURL: server.URL, APIKey: apiKey, HTTPClient: &http.Client{Transport: transport}})
			require.NoError(t, err)
			c.want.Provider = "sendgrid"
			_, err = client.Send(contract.Soon(t), mail("ana@northwind.example"))
			require.Equal(t, &c.want, err)
			require.NotContains(t, err.Error(), "ana@")
			require.EqualValues(t, 1, asked.Load(), "asked once, whatever the answer")
		})
	}
}

func TestSettingsAreChecked(t *testing.T) {
	t.Parallel()
	for _, cfg := range []sendgrid.Config{{}, {APIKey: "SG. x"}, {APIKey: "SG.x\n"}, {APIKey: apiKey, BaseURL: "ftp://x"}, {APIKey: apiKey, BaseURL: "nonsense"}, {APIKey: apiKey, EventKey: "!"}} {
		_, err := sendgrid.New(cfg)
		require.Error(t, err)
	}
}
