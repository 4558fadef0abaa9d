package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"countersign/api"
	"countersign/core/channel"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/storetest"
)

// publicURL is where the tests' MSPs are reached; requests go to a port of the test's own, so a URL that is built from Host is found out.
const publicURL = "https://desk.example"

// msp is one MSP whose API is asked over HTTP, with an Admin's key.
type msp struct {
	t      testing.TB
	tenant uuid.UUID
	store  *store.Store
	url    string
	key    string
}

// house is one server with its providers' webhooks.
type house struct {
	t     testing.TB
	store *store.Store
	url   string

	arrived *sync.Map // messages to be routed, with their MSP
}

func newHouse(t testing.TB, change ...func(*api.Deps)) house {
	t.Helper()
	s, arrived := storetest.New(t), &sync.Map{}
	deps := api.Deps{
		Store: s, Metrics: prometheus.NewRegistry(), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return time.Now().UTC() },
		Notify:    func(context.Context, uuid.UUID, uuid.UUID) error { return nil },
		Arrived:   func(tenant, message uuid.UUID, _ channel.Transport) { arrived.Store(message, tenant) },
		Twilio:    fakeTwilio{},
		SendGrid:  fakeSendGrid{},
		PublicURL: publicURL,
	}
	for _, one := range change {
		one(&deps)
	}
	handler, err := api.New(deps)
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return house{t: t, store: s, url: server.URL, arrived: arrived}
}

// msp adds an MSP to the house.
func (h house) msp() msp {
	tenant := storetest.Tenant(h.t, h.store)
	return msp{t: h.t, tenant: tenant, store: h.store, url: h.url, key: keyOf(h.t, h.store, tenant, "admin")}
}

func newMSP(t testing.TB) msp { return newHouse(t).msp() }

func keyOf(t testing.TB, s *store.Store, tenant uuid.UUID, scopes ...string) string {
	t.Helper()
	secret := "cs_" + store.NewToken()
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := account.CreateAPIKey(ctx, tx, account.NewAPIKey{Name: "Tests", Scopes: scopes, At: time.Now()}, secret)
		return err
	}))
	return secret
}

// with is the same MSP, asked with a key of fewer scopes.
func (m msp) with(scopes ...string) msp {
	m.key = keyOf(m.t, m.store, m.tenant, scopes...)
	return m
}

// reply is what the API answered.
type reply struct {
	t      testing.TB
	status int
	header http.Header
	raw    []byte
	body   map[string]any
}

func (m msp) ask(method, path string, body any) reply {
	m.t.Helper()
	return m.askOnce("", method, path, body)
}

// askOnce asks with an Idempotency-Key, if it is not empty.
func (m msp) askOnce(key, method, path string, body any) reply {
	m.t.Helper()
	var sent io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		require.NoError(m.t, err)
		sent = bytes.NewReader(raw)
	}
	request, err := http.NewRequestWithContext(m.t.Context(), method, m.url+"/v1"+path, sent)
	require.NoError(m.t, err)
	request.Header.Set("Authorization", "Bearer "+m.key)
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return do(m.t, request)
}

func do(t testing.TB, request *http.Request) reply {
	t.Helper()
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	r := reply{t: t, status: answer.StatusCode, header: answer.Header, raw: raw}
	if strings.Contains(answer.Header.Get("Content-Type"), "json") {
		require.NoError(t, json.Unmarshal(raw, &r.body), string(raw))
	}
	return r
}

func (m msp) get(path string) reply { m.t.Helper(); return m.ask(http.MethodGet, path, nil) }
func (m msp) post(path string, body any) reply {
	m.t.Helper()
	return m.ask(http.MethodPost, path, body)
}
func (m msp) put(path string, body any) reply { m.t.Helper(); return m.ask(http.MethodPut, path, body) }
func (m msp) patch(path string, b any) reply  { m.t.Helper(); return m.ask(http.MethodPatch, path, b) }
func (m msp) delete(path string) reply        { m.t.Helper(); return m.ask(http.MethodDelete, path, nil) }

// ok requires a status and returns the body.
func (r reply) ok(status int) map[string]any {
	r.t.Helper()
	require.Equal(r.t, status, r.status, string(r.raw))
	return r.body
}

// refused requires a problem and returns its fields' names, or its code when it names none.
func (r reply) refused(status int, code string) []string {
	r.t.Helper()
	require.Equal(r.t, status, r.status, string(r.raw))
	require.Equal(r.t, "application/problem+json", r.header.Get("Content-Type"))
	require.Equal(r.t, code, r.body["code"], string(r.raw))
	var fields []string
	listed, _ := r.body["fields"].([]any)
	for _, f := range listed {
		fields = append(fields, f.(map[string]any)["field"].(string))
	}
	return fields
}

func (r reply) items() []map[string]any {
	r.t.Helper()
	list := r.ok(http.StatusOK)["items"].([]any)
	items := make([]map[string]any, len(list))
	for i, item := range list {
		items[i] = item.(map[string]any)
	}
	return items
}

// column lists one member of every item.
func (r reply) column(member string) []any {
	r.t.Helper()
	values := []any{}
	for _, item := range r.items() {
		values = append(values, item[member])
	}
	return values
}

type object = map[string]any

// company adds a client company and returns its id.
func (m msp) company(name string) string {
	m.t.Helper()
	return m.post("/companies", object{"name": name, "country": "US"}).ok(http.StatusCreated)["id"].(string)
}

// contact adds a person and returns their id. more are pairs of member and value.
func (m msp) contact(company, name string, more object) string {
	m.t.Helper()
	body := object{"name": name, "company_id": company}
	for member, value := range more {
		body[member] = value
	}
	return m.post("/contacts", body).ok(http.StatusCreated)["id"].(string)
}

// actions lists what the audit log says was done, newest first, without the reads.
func (m msp) actions() []any {
	m.t.Helper()
	return m.get("/audit").column("action")
}

// limitedTo is the same MSP, asked by a technician who works for some companies only.
func (m msp) limitedTo(companies ...string) msp {
	m.t.Helper()
	person, secret := store.NewID(), "cs_"+store.NewToken()
	ids := make([]uuid.UUID, len(companies))
	for i, company := range companies {
		ids[i] = uuid.MustParse(company)
	}
	require.NoError(m.t, m.store.InTenant(m.t.Context(), m.tenant, func(ctx context.Context, tx store.Tx) error {
		err := account.CreateUser(ctx, tx, account.NewUser{ID: person, Name: "Sam Rivera", Email: "sam@bluepeak.example", Role: "technician", AllowUI: true, Limited: true, Companies: ids, Status: "active"})
		if err != nil {
			return err
		}
		_, err = account.CreateAPIKey(ctx, tx, account.NewAPIKey{Name: "Sam", Scopes: []string{"admin"}, User: &person, At: time.Now()}, secret)
		return err
	}))
	m.key = secret
	return m
}
