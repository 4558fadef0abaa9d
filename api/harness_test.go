package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/pquerna/otp/totp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"countersign/api/gate"
	"countersign/core/password"
	"countersign/core/problem"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/notices"
	"countersign/store/storetest"
	"countersign/store/tenants"
)

const (
	ourURL       = "http://desk.test"
	goodPassword = "kestrel oats lantern"
)

// What the product promises of signing in, written down a second time: a test that fails here says that the promise changed.
const (
	idleConsole     = 2 * time.Hour
	idlePod         = 2 * time.Hour
	podGrace        = 30 * time.Second
	stepLife        = 30 * time.Second
	triesPerTicket  = 5
	triesPerAccount = 10
	triesPerNetwork = 50
	triesPause      = 15 * time.Minute
)

// desk is an API on a real database, with a Temporal that only says it is well.
type desk struct {
	t       testing.TB
	store   *store.Store
	owner   string
	deps    Deps
	handler http.Handler
	log     *bytes.Buffer
	clock   *clock

	faked bool // its handler answers nothing real

	mu      sync.Mutex
	posted  []notices.Ref
	fuzzKey string
}

type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

type wellTemporal struct{ client.Client }

func (wellTemporal) ScheduleClient() client.ScheduleClient { return wellSchedules{} }

// wellSchedules takes every schedule and plans nothing.
type wellSchedules struct{ client.ScheduleClient }

func (wellSchedules) Create(context.Context, client.ScheduleOptions) (client.ScheduleHandle, error) {
	return wellSchedule{}, nil
}

func (wellSchedules) GetHandle(context.Context, string) client.ScheduleHandle { return wellSchedule{} }

type wellSchedule struct{ client.ScheduleHandle }

func (wellSchedule) Delete(context.Context) error { return nil }

func (wellSchedule) Trigger(context.Context, client.ScheduleTriggerOptions) error { return nil }

func (wellSchedule) Pause(context.Context, client.SchedulePauseOptions) error { return nil }

func (wellSchedule) Unpause(context.Context, client.ScheduleUnpauseOptions) error { return nil }

func (wellSchedule) Describe(context.Context) (*client.ScheduleDescription, error) {
	return &client.ScheduleDescription{}, nil
}

func (wellTemporal) CheckHealth(context.Context, *client.CheckHealthRequest) (*client.CheckHealthResponse, error) {
	return &client.CheckHealthResponse{}, nil
}

// lockedBuffer is written by many requests at a time.
type lockedBuffer struct {
	mu  sync.Mutex
	buf *bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func newDesk(t testing.TB, change ...func(*Deps)) *desk {
	t.Helper()
	s, owner := storetest.NewWithOwner(t)
	d := &desk{t: t, store: s, owner: owner, log: &bytes.Buffer{}, clock: &clock{}}
	d.deps = Deps{
		Store: s, Dispatch: dispatch.New(wellTemporal{}, slog.New(slog.DiscardHandler)), Codec: converter.NewZlibCodec(converter.ZlibCodecOptions{AlwaysEncode: true}), Metrics: prometheus.NewRegistry(),
		Log: slog.New(slog.NewJSONHandler(&lockedBuffer{buf: d.log}, nil)), Now: d.clock.now, Notify: d.notify,
		PublicURL: ourURL, UIOrigin: "http://temporal.test", PodAncestors: []string{"https://psa.test"},
	}
	for _, c := range change {
		c(&d.deps)
	}
	handler, err := New(d.deps)
	require.NoError(t, err)
	d.handler = handler
	return d
}

func (d *desk) notify(_ context.Context, tenant, notice uuid.UUID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.posted = append(d.posted, notices.Ref{TenantID: tenant, ID: notice})
	return nil
}

// msp makes an MSP and returns its id.
func (d *desk) msp(name string) uuid.UUID {
	d.t.Helper()
	id, _, err := tenants.Create(d.t.Context(), d.store, strings.ToLower(name)+"-"+store.NewID().String()[24:], name)
	require.NoError(d.t, err)
	return id
}

// member is a person of an MSP whom a test has added past the invitation.
type member struct {
	*desk
	tenant, id uuid.UUID
	email      string
	cookie     string
}

type newcomer struct {
	Role    string
	Email   string
	Limited []uuid.UUID
	UseMFA  bool
	PodOnly bool
}

func (d *desk) add(tenant uuid.UUID, p newcomer) *member {
	d.t.Helper()
	id := store.NewID()
	if p.Email == "" {
		p.Email = "p" + id.String()[24:] + "@bluepeak.example"
	}
	if p.Role == "" {
		p.Role = "admin"
	}
	hash := hashOf(d.t)
	d.tx(tenant, func(ctx context.Context, tx store.Tx) error {
		return account.CreateUser(ctx, tx, account.NewUser{
			ID: id, Name: "Person " + id.String()[24:], Email: p.Email, Role: p.Role, UseMFA: p.UseMFA, AllowUI: !p.PodOnly,
			Limited: p.Limited != nil, Companies: p.Limited, Status: "active", PasswordHash: &hash,
		})
	})
	return &member{desk: d, tenant: tenant, id: id, email: p.Email}
}

// hashOf makes the hash of goodPassword once: it is slow on purpose.
func hashOf(t testing.TB) string {
	t.Helper()
	hash, err := goodHash()
	require.NoError(t, err)
	return hash
}

var goodHash = sync.OnceValues(func() (string, error) { return password.Hash(goodPassword) })

func (d *desk) tx(tenant uuid.UUID, fn func(ctx context.Context, tx store.Tx) error) {
	d.t.Helper()
	require.NoError(d.t, d.store.InTenant(d.t.Context(), tenant, fn))
}

// in signs a person in at the console without going through the sign-in.
func (s *member) in() *member {
	s.t.Helper()
	now := time.Now()
	s.tx(s.tenant, func(ctx context.Context, tx store.Tx) (err error) {
		_, s.cookie, err = account.CreateSession(ctx, tx, account.NewSession{User: s.id, Kind: account.SessionConsole, At: now, ExpiresAt: now.Add(time.Hour)})
		return err
	})
	return s
}

// podBearer signs a person in at the pod without going through the exchange.
func (s *member) podBearer() string {
	s.t.Helper()
	now, family := time.Now(), store.NewID()
	var token string
	s.tx(s.tenant, func(ctx context.Context, tx store.Tx) (err error) {
		_, token, err = account.CreateSession(ctx, tx, account.NewSession{User: s.id, Kind: account.SessionPodBearer, Family: &family, At: now, ExpiresAt: now.Add(time.Hour)})
		return err
	})
	return token
}

// key makes an API key and returns its secret.
func (d *desk) key(tenant uuid.UUID, user *uuid.UUID, scopes ...string) string {
	d.t.Helper()
	secret := gate.APIKeyPrefix + store.NewToken()
	d.tx(tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := account.CreateAPIKey(ctx, tx, account.NewAPIKey{Name: "RMM", Scopes: scopes, User: user, At: time.Now()}, secret)
		return err
	})
	return secret
}

// outgoing is a request in the making.
type outgoing struct {
	method, path string
	body         any
	header       http.Header
	ctx          context.Context
}

type option func(*outgoing)

func header(name, value string) option { return func(c *outgoing) { c.header.Set(name, value) } }

func bearer(token string) option { return header("Authorization", "Bearer "+token) }

func cookie(name, value string) option {
	return func(c *outgoing) { c.header.Add("Cookie", name+"="+value) }
}

func idempotent(key string) option { return header("Idempotency-Key", key) }

// answer is what came back.
type answer struct {
	t testing.TB
	*http.Response
	body []byte
}

func (d *desk) do(method, path string, body any, options ...option) answer {
	d.t.Helper()
	c := outgoing{method: method, path: path, body: body, header: http.Header{}, ctx: d.t.Context()}
	for _, o := range options {
		o(&c)
	}
	var reader io.Reader
	switch b := c.body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		require.NoError(d.t, err)
		reader = bytes.NewReader(raw)
	}
	r := httptest.NewRequestWithContext(c.ctx, c.method, c.path, reader)
	r.Host = "desk.test"
	r.RemoteAddr = "198.51.100.7:4711"
	if reader != nil && c.header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, values := range c.header {
		r.Header[name] = values
	}
	recorder := httptest.NewRecorder()
	d.handler.ServeHTTP(recorder, r)
	result := recorder.Result()
	raw, err := io.ReadAll(result.Body)
	require.NoError(d.t, err)
	if !d.faked {
		d.described(r, result, raw)
	}
	return answer{d.t, result, raw}
}

// described holds every answer of the API against its description.
func (d *desk) described(r *http.Request, result *http.Response, body []byte) {
	d.t.Helper()
	table, err := described()
	require.NoError(d.t, err)
	for route, op := range table {
		method, template, _ := strings.Cut(route, " ")
		if method != r.Method || !matches(template, r.URL.Path) {
			continue
		}
		err := openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, Route: &op.Route}, Status: result.StatusCode, Header: result.Header,
			Body: io.NopCloser(bytes.NewReader(body)), Options: &openapi3filter.Options{IncludeResponseStatus: true},
		})
		require.NoError(d.t, err, "%s answered %d %s", route, result.StatusCode, body)
		return
	}
}

var described = sync.OnceValues(gate.ReadOperations)

func matches(template, path string) bool {
	wanted, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(wanted) != len(got) {
		return false
	}
	for i, part := range wanted {
		if part != got[i] && !strings.HasPrefix(part, ":") {
			return false
		}
	}
	return true
}

// do is a request of a signed-in person's browser.
func (s *member) do(method, path string, body any, options ...option) answer {
	s.t.Helper()
	return s.desk.do(method, path, body, append([]option{cookie(gate.ConsoleCookie, s.cookie), header("Sec-Fetch-Site", "same-origin")}, options...)...)
}

func (a answer) is(status int) answer {
	a.t.Helper()
	require.Equal(a.t, status, a.StatusCode, "%s", a.body)
	return a
}

// refused checks the shape of a problem as well as its code.
func (a answer) refused(code problem.Code) answer {
	a.t.Helper()
	require.Equal(a.t, problem.ContentType, a.Header.Get("Content-Type"), "%d %s", a.StatusCode, a.body)
	var p struct {
		Type, Title, Detail string
		Status              int
		Code                problem.Code
	}
	a.into(&p)
	require.Equal(a.t, code, p.Code, "%s", a.body)
	require.Equal(a.t, a.StatusCode, p.Status)
	require.NotEmpty(a.t, p.Title)
	return a
}

func (a answer) into(target any) {
	a.t.Helper()
	require.NoError(a.t, json.Unmarshal(a.body, target), "%s", a.body)
}

func (a answer) field(name string) any {
	a.t.Helper()
	var fields map[string]any
	a.into(&fields)
	return fields[name]
}

func (a answer) text(name string) string {
	a.t.Helper()
	text, ok := a.field(name).(string)
	require.True(a.t, ok, "%s in %s", name, a.body)
	return text
}

// fields lists the fields a problem names.
func (a answer) fields() []string {
	a.t.Helper()
	var p struct{ Fields []problem.Field }
	a.into(&p)
	names := []string{}
	for _, f := range p.Fields {
		names = append(names, f.Field)
	}
	return names
}

func (a answer) setCookie(name string) *http.Cookie {
	a.t.Helper()
	for _, c := range a.Cookies() {
		if c.Name == name {
			return c
		}
	}
	require.Fail(a.t, "no cookie "+name)
	return nil
}

// mails opens every mail posted so far, the newest last, and forgets them.
func (d *desk) mails() []string {
	d.t.Helper()
	d.mu.Lock()
	posted := d.posted
	d.posted = nil
	d.mu.Unlock()
	texts := []string{}
	for _, ref := range posted {
		out, due, err := notices.Outbox{Store: d.store}.ClaimNotice(d.t.Context(), ref.TenantID, ref.ID)
		require.NoError(d.t, err)
		require.True(d.t, due)
		texts = append(texts, out.To+"\n"+out.Subject+"\n"+out.Text)
	}
	return texts
}

var tokenInMail = regexp.MustCompile(`/set-password#token=([\w-]+)`)

// tokenOf finds the one-time token of the only mail posted since the last look.
func (d *desk) tokenOf() string {
	d.t.Helper()
	mails := d.mails()
	require.Len(d.t, mails, 1)
	found := tokenInMail.FindStringSubmatch(mails[0])
	require.NotNil(d.t, found, mails[0])
	return found[1]
}

// authenticator makes the code that an app shows at the desk's time, some steps away.
func (d *desk) authenticator(secret string, steps int) string {
	d.t.Helper()
	code, err := totp.GenerateCode(secret, d.clock.now().Add(time.Duration(steps)*stepLife))
	require.NoError(d.t, err)
	return code
}

// sql runs a statement as the database's owner, past every wall.
func (d *desk) sql(statement string, args ...any) {
	d.t.Helper()
	conn, err := pgx.Connect(d.t.Context(), d.owner)
	require.NoError(d.t, err)
	defer conn.Close(context.WithoutCancel(d.t.Context()))
	_, err = conn.Exec(d.t.Context(), statement, args...)
	require.NoError(d.t, err)
}

func (d *desk) count(query string, args ...any) (n int) {
	d.t.Helper()
	conn, err := pgx.Connect(d.t.Context(), d.owner)
	require.NoError(d.t, err)
	defer conn.Close(context.WithoutCancel(d.t.Context()))
	require.NoError(d.t, conn.QueryRow(d.t.Context(), query, args...).Scan(&n))
	return n
}

// withMetrics gives a second handler a registry of its own.
func withMetrics(d Deps) Deps {
	d.Metrics = prometheus.NewRegistry()
	return d
}

// metrics asks for the metrics from next door.
func (d *desk) metrics() string {
	d.t.Helper()
	r := httptest.NewRequest("GET", "/metrics", nil)
	r.RemoteAddr = "127.0.0.1:4711"
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	require.Equal(d.t, http.StatusOK, w.Code)
	return w.Body.String()
}
