package api_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"countersign/api"
	"countersign/connect"
	"countersign/dispatch"
	"countersign/integrations/autotask"
	"countersign/integrations/connectwise"
	"countersign/integrations/halopsa"
	"countersign/integrations/zendesk"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/storetest"
	"countersign/workflows"
)

// triggers is a Temporal that remembers which schedules were triggered by what PSAs told.
type triggers struct {
	client.Client
	sync.Mutex
	of map[string]int
}

type plans struct {
	client.ScheduleClient
	all *triggers
}

type triggered struct {
	client.ScheduleHandle
	id  string
	all *triggers
}

func (t *triggers) ScheduleClient() client.ScheduleClient { return plans{all: t} }

func (p plans) GetHandle(_ context.Context, id string) client.ScheduleHandle {
	return triggered{id: id, all: p.all}
}

func (t triggered) Trigger(_ context.Context, o client.ScheduleTriggerOptions) error {
	t.all.Lock()
	defer t.all.Unlock()
	if o.Overlap == enumspb.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE {
		t.all.of[t.id]++
	}
	return nil
}

func (triggered) Describe(context.Context) (*client.ScheduleDescription, error) {
	return nil, context.Canceled
}

// switchboard is a house whose MSP's PSAs call, with the real desks.
type switchboard struct {
	msp
	triggers *triggers
	keys     *keyServer
}

// keyServer keeps ConnectWise's signing key.
type keyServer struct {
	*httptest.Server
	mu    sync.Mutex
	away  bool
	asked int
}

const signingKey = "the key of this server's callbacks"

func newKeyServer(t *testing.T) *keyServer {
	k := &keyServer{}
	k.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.asked++
		switch {
		case k.away:
			w.WriteHeader(http.StatusServiceUnavailable)
		case r.URL.Path != "/keys/1":
			w.WriteHeader(http.StatusNotFound)
		default:
			_, _ = w.Write([]byte(`{"signing_key":"` + signingKey + `"}`))
		}
	}))
	t.Cleanup(k.Close)
	return k
}

func newSwitchboard(t *testing.T) *switchboard {
	s := storetest.New(t)
	b := &switchboard{triggers: &triggers{of: map[string]int{}}, keys: newKeyServer(t)}
	handler, err := api.New(api.Deps{
		Store: s, Metrics: prometheus.NewRegistry(), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return time.Now().UTC() },
		Notify: func(context.Context, uuid.UUID, uuid.UUID) error { return nil }, Dispatch: dispatch.New(b.triggers, slog.New(slog.DiscardHandler)),
		PSAs: connect.NewOpener(s, connect.Dialer{Private: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}}, connect.Vendors), PublicURL: publicURL,
	})
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	b.msp = house{t: t, store: s, url: server.URL}.msp()
	return b
}

// syncs is how often a connection's sync was asked for.
func (b *switchboard) syncs(integration uuid.UUID) int {
	b.triggers.Lock()
	defer b.triggers.Unlock()
	return b.triggers.of[workflows.PSASyncID(b.tenant, integration)]
}

// any is how often anybody's was.
func (b *switchboard) any() int {
	b.triggers.Lock()
	defer b.triggers.Unlock()
	n := 0
	for _, times := range b.triggers.of {
		n += times
	}
	return n
}

// caller is a PSA that calls, as its webhooks look.
type caller struct {
	kind           string
	credentials    map[string]string
	baseURL        string
	people, ticket string
	sign           func(r *http.Request, body, secret string)
	late           bool // its lists show a change only later, so that no sync comes at once
}

const hookSecret = "a secret of more than 24 characters"

func hash256(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func (b *switchboard) callers() []caller {
	key := b.keys.URL + "/keys/1"
	return []caller{
		{
			kind: "connectwise", baseURL: b.keys.URL,
			credentials: map[string]string{connectwise.SettingCompany: "acme", connectwise.SettingPublicKey: "a", connectwise.SettingPrivateKey: "b", connectwise.SettingClientID: "c"},
			people:      `{"Action":"updated","Type":"contact","ID":201,"Metadata":{"key_url":"` + key + `"}}`,
			ticket:      `{"Action":"updated","Type":"ticket","ID":7,"Metadata":{"key_url":"` + key + `"}}`,
			sign: func(r *http.Request, body, secret string) {
				if secret == hookSecret {
					secret = signingKey
				}
				derived := sha256.Sum256([]byte(secret))
				r.Header.Set("x-content-signature", hash256(string(derived[:]), body))
			},
		},
		{
			kind: "autotask", baseURL: "https://ww5.autotask.net",
			credentials: map[string]string{autotask.SettingUserName: "a", autotask.SettingSecret: "b", autotask.SettingIntegrationCode: "c", autotask.SettingHookSecret: hookSecret},
			people:      `{"Action":"Update","EntityType":"Contact","Id":201}`, ticket: `{"Action":"Update","EntityType":"Ticket","Id":7}`,
			sign: func(r *http.Request, body, secret string) {
				mac := hmac.New(sha1.New, []byte(secret))
				mac.Write([]byte(body))
				r.Header.Set("X-Hook-Signature", "sha1="+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
			},
		},
		{
			kind: "halopsa", baseURL: "https://acme.halopsa.com",
			credentials: map[string]string{halopsa.SettingClientID: "a", halopsa.SettingClientSecret: "b", halopsa.SettingHookSecret: hookSecret},
			people:      `{"user":{"id":201}}`, ticket: `{"ticket":{"id":7,"user_id":201}}`,
			sign: func(r *http.Request, _, secret string) { r.SetBasicAuth("countersign", secret) },
		},
		{
			kind: "zendesk", baseURL: "https://acme.zendesk.com", late: true,
			credentials: map[string]string{zendesk.SettingEmail: "a@acme.example", zendesk.SettingToken: "b", zendesk.SettingHookSecret: hookSecret},
			people:      `{"id":"1","type":"zen:event-type:user.created","subject":"zen:user:201"}`, ticket: `{"id":"2","type":"zen:event-type:ticket.created","subject":"zen:ticket:7"}`,
			sign: func(r *http.Request, body, secret string) {
				at := time.Now().UTC().Format(time.RFC3339)
				r.Header.Set("X-Zendesk-Webhook-Signature-Timestamp", at)
				r.Header.Set("X-Zendesk-Webhook-Signature", hash256(secret, at+body))
			},
		},
	}
}

// connected is a connection of a caller's kind; change spoils it.
func (b *switchboard) connected(c caller, name string, change ...func(*integrations.PSA)) (id uuid.UUID) {
	b.t.Helper()
	p := integrations.PSA{Kind: c.kind, Name: name, BaseURL: c.baseURL, Credentials: map[string]string{}}
	for setting, value := range c.credentials {
		p.Credentials[setting] = value
	}
	for _, one := range change {
		one(&p)
	}
	b.in(func(ctx context.Context, tx store.Tx) (err error) {
		id, err = integrations.CreatePSA(ctx, tx, p)
		return err
	})
	return id
}

// calls posts a body as a PSA does.
func (b *switchboard) calls(c caller, kind, integration, body, secret string, change ...func(*http.Request)) reply {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.url+"/webhooks/"+kind+"/"+integration+"?action=updated&id=201", strings.NewReader(body))
	require.NoError(b.t, err)
	r.Header.Set("Content-Type", "application/json")
	if secret != "" {
		c.sign(r, body, secret)
	}
	for _, one := range change {
		one(r)
	}
	return do(b.t, r)
}

func TestWhatAPSATellsLeadsToOneSync(t *testing.T) {
	t.Parallel()
	b := newSwitchboard(t)
	for _, c := range b.callers() {
		quiet, loud := b.connected(c, c.kind+" quiet").String(), b.connected(c, c.kind)
		require.Empty(t, status(t, b.calls(c, c.kind, quiet, c.ticket, hookSecret), http.StatusNoContent).raw, c.kind)
		require.Zero(t, b.any(), "tickets are read whenever they are shown")
		status(t, b.calls(c, c.kind, loud.String(), c.people, hookSecret), http.StatusNoContent)
		if c.late {
			require.Zero(t, b.syncs(loud))
			continue
		}
		require.Equal(t, 1, b.syncs(loud), c.kind)
		for range 20 {
			status(t, b.calls(c, c.kind, loud.String(), c.people, hookSecret), http.StatusNoContent)
		}
		require.Less(t, b.syncs(loud), 1+20/2, c.kind, "a burst is gathered")
		b.triggers.Lock()
		clear(b.triggers.of)
		b.triggers.Unlock()
	}
	require.LessOrEqual(t, b.keys.asked, 2, "a key that proved one callback proves the next")
}

func TestForgedCallsAreRefusedAlike(t *testing.T) {
	t.Parallel()
	b := newSwitchboard(t)
	other := b.msp
	other.tenant = storetest.Tenant(t, b.store)
	var refusal string
	for _, c := range b.callers() {
		good := b.connected(c, c.kind).String()
		disabled := b.connected(c, c.kind+" disabled")
		gone := b.connected(c, c.kind+" gone")
		secretless := b.connected(c, c.kind+" without a secret", func(p *integrations.PSA) { delete(p.Credentials, "webhook_secret") }).String()
		spoilt := b.connected(c, c.kind+" spoilt", func(p *integrations.PSA) { p.Credentials = nil }).String()
		b.in(func(ctx context.Context, tx store.Tx) error {
			p, err := integrations.GetPSA(ctx, tx, disabled)
			require.NoError(t, err)
			p.Enabled = false
			require.NoError(t, integrations.UpdatePSA(ctx, tx, p))
			_, err = integrations.RetirePSA(ctx, tx, gone, time.Now())
			return err
		})
		forgeries := map[string]reply{
			"no signature":      b.calls(c, c.kind, good, c.people, ""),
			"another secret":    b.calls(c, c.kind, good, c.people, "a secret that an attacker has made up"),
			"unknown":           b.calls(c, c.kind, uuid.NewString(), c.people, hookSecret),
			"no id":             b.calls(c, c.kind, "x", c.people, hookSecret),
			"disabled":          b.calls(c, c.kind, disabled.String(), c.people, hookSecret),
			"disconnected":      b.calls(c, c.kind, gone.String(), c.people, hookSecret),
			"spoilt":            b.calls(c, c.kind, spoilt, c.people, hookSecret),
			"nothing":           b.calls(c, c.kind, good, "", ""),
			"something strange": b.calls(c, c.kind, good, "\x00{", "a secret that an attacker has made up"),
		}
		for _, kind := range []string{"connectwise", "autotask", "halopsa", "zendesk"} {
			if kind != c.kind {
				forgeries["at the door of "+kind] = b.calls(c, kind, good, c.people, hookSecret)
			}
		}
		if c.kind != "connectwise" {
			forgeries["without a secret of ours"] = b.calls(c, c.kind, secretless, c.people, hookSecret)
			forgeries["with an empty secret"] = b.calls(c, c.kind, secretless, c.people, "", func(r *http.Request) { c.sign(r, c.people, "") })
		}
		for what, r := range forgeries {
			require.Equal(t, http.StatusForbidden, r.status, "%s: %s: %s", c.kind, what, r.raw)
			if refusal == "" {
				refusal = string(r.raw)
			}
			require.Equal(t, refusal, string(r.raw), "%s: %s", c.kind, what)
		}
		require.Zero(t, b.any(), c.kind)
	}
	require.Equal(t, http.StatusNotFound, b.calls(b.callers()[0], "syncro", uuid.NewString(), "{}", "").status, "a PSA that does not call has no door")
}

func TestAChangedBodyIsNoOnesOwn(t *testing.T) {
	t.Parallel()
	b := newSwitchboard(t)
	for _, c := range b.callers() {
		if c.kind == "halopsa" {
			continue // it signs no body
		}
		r := b.calls(c, c.kind, b.connected(c, c.kind).String(), c.people+" ", "", func(r *http.Request) { c.sign(r, c.people, hookSecret) })
		require.Equal(t, http.StatusForbidden, r.status, c.kind)
	}
	require.Zero(t, b.any())
}

func TestACallThatCannotBeJudgedIsWelcomeAgain(t *testing.T) {
	t.Parallel()
	b := newSwitchboard(t)
	c := b.callers()[0]
	at := b.connected(c, "ConnectWise").String()
	b.keys.mu.Lock()
	b.keys.away = true
	b.keys.mu.Unlock()
	status(t, b.calls(c, c.kind, at, c.people, hookSecret), http.StatusServiceUnavailable)
	other := b.callers()[1]
	known := b.connected(other, "Autotask").String()
	b.store.Close()
	for _, id := range []string{known, uuid.NewString()} {
		status(t, b.calls(other, other.kind, id, other.people, hookSecret), http.StatusServiceUnavailable)
	}
	require.Zero(t, b.any())
}

func TestACallIsNotLong(t *testing.T) {
	t.Parallel()
	b := newSwitchboard(t)
	c := b.callers()[1]
	status(t, b.calls(c, c.kind, b.connected(c, "Autotask").String(), strings.Repeat(" ", 1<<20+1), hookSecret), http.StatusRequestEntityTooLarge)
}

func TestAConnectionTellsWhereItsPSACalls(t *testing.T) {
	t.Parallel()
	b := newSwitchboard(t)
	for _, c := range b.callers() {
		id := b.connected(c, c.kind).String()
		require.Equal(t, publicURL+"/webhooks/"+c.kind+"/"+id, b.get("/integrations/" + id).ok(http.StatusOK)["webhook_url"])
	}
	var silent uuid.UUID
	b.in(func(ctx context.Context, tx store.Tx) (err error) {
		silent, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "syncro", Name: "Syncro"})
		return err
	})
	require.NotContains(t, b.get("/integrations/"+silent.String()).ok(http.StatusOK), "webhook_url")
	for _, kind := range b.get("/psa-kinds").ok(http.StatusOK)["items"].([]any) {
		described := kind.(object)
		require.Equal(t, described["kind"] == "connectwise" || described["kind"] == "autotask" || described["kind"] == "halopsa" || described["kind"] == "zendesk", len(described["hook"].([]any)) > 0, described["kind"])
	}
	short := b.post("/integrations", object{"kind": "halopsa", "name": "Halo", "base_url": "https://acme.halopsa.com", "credentials": object{"client_id": "a", "client_secret": "b", "webhook_secret": "too short"}})
	require.Equal(t, []string{"credentials"}, short.refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Contains(t, string(short.raw), "at least 24 characters")
}
