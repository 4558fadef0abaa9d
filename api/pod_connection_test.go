package api

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/api/gate"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/integrations"
)

var cloud = integrations.PSA{Kind: "connectwise", Name: "Cloud", BaseURL: "https://api-na.myconnectwise.net/v4"}

// podCodeAt is a code for the pod of a connection.
func (s *member) podCodeAt(at uuid.UUID) string {
	s.t.Helper()
	return s.do("POST", "/v1/pod/code", map[string]any{"challenge": challenge(), "integration_id": at}).is(200).text("code")
}

func (d *desk) exchangeAt(at uuid.UUID, code string) answer {
	d.t.Helper()
	return d.do("POST", "/v1/pod/token", map[string]any{"code": code, "verifier": verifier, "integration_id": at}, header("Origin", ourURL))
}

func (d *desk) refreshAt(at uuid.UUID, token string) answer {
	d.t.Helper()
	return d.do("POST", "/v1/pod/refresh", map[string]any{"integration_id": at}, header("Origin", ourURL), cookie(gate.PodCookie, token))
}

func TestAnotherMSPsPageHoldsNoPodOfThisOne(t *testing.T) {
	t.Parallel()
	d := podDesk(t)
	alpha, bravo := d.msp("Alpha"), d.msp("Bravo")
	alphas, bravos := d.connected(alpha, cloud), d.connected(bravo, integrations.PSA{Kind: "connectwise", Name: "Trap", BaseURL: "https://trap.example"})
	sam := d.add(alpha, newcomer{}).in()

	// Bravo's page frames the pod of Bravo's connection, and of no other.
	require.Equal(t, "https://trap.example https://psa.test", d.ancestors("/pod?integration="+bravos.String()))
	require.NotContains(t, d.ancestors("/pod?integration="+alphas.String()), "trap")
	require.Contains(t, string(d.do("GET", "/pod/"+alphas.String()+"?integration="+bravos.String(), nil).is(200).body), `<meta name="pod-integration" content="`+bravos.String()+`">`,
		"the page says which of two its frame was judged by")

	// Alpha's technician, who meets it there, cannot sign it in.
	for _, at := range []uuid.UUID{bravos, store.NewID()} {
		sam.do("POST", "/v1/pod/code", map[string]any{"challenge": challenge(), "integration_id": at}).is(401).refused(problem.PodElsewhere)
	}
	code := sam.podCodeAt(alphas)
	d.exchangeAt(bravos, code).is(410).refused(problem.TokenInvalid)
	d.exchangeAt(alphas, code).is(410) // spent
	d.exchange(sam.podCodeAt(alphas), verifier).is(410)
	d.exchangeAt(alphas, sam.podCode()).is(410)

	// Nor does the cookie, which a browser sends from every pod on one site, sign it in. Where it belongs it stays good.
	held := d.exchangeAt(alphas, sam.podCodeAt(alphas)).is(200)
	kept := held.setCookie(gate.PodCookie).Value
	refused := d.refreshAt(bravos, kept).is(401).refused(problem.PodElsewhere)
	require.Empty(t, refused.Header.Values("Set-Cookie"))
	d.refresh(kept).is(401)
	d.refreshAt(alphas, kept).is(200)

	// The bearer opens nothing of another connection: of the same MSP or another one.
	others := d.connected(alpha, integrations.PSA{Kind: "superops", Name: "Second"})
	as := bearer(held.text("token"))
	d.do("GET", "/v1/contacts?external_id=250&integration_id="+alphas.String(), nil, as).is(200)
	d.do("GET", "/v1/contacts", nil, as).is(200)
	for _, at := range []uuid.UUID{others, bravos} {
		d.do("GET", "/v1/contacts?external_id=250&integration_id="+at.String(), nil, as).is(401).refused(problem.PodElsewhere)
		d.do("GET", "/v1/tickets/7?integration_id="+at.String(), nil, as).is(401).refused(problem.PodElsewhere)
		d.do("POST", "/v1/verifications", map[string]any{"contact_id": store.NewID(), "channel": "sms_code", "ticket_id": "7", "ticket_integration_id": at}, as, idempotent(at.String())).is(401).refused(problem.PodElsewhere)
	}
}

func TestAPodEndsWithItsConnection(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(ctx context.Context, tx store.Tx, p integrations.PSA) error
		ends   bool
	}{
		"disconnected": {func(ctx context.Context, tx store.Tx, p integrations.PSA) error {
			_, err := integrations.RetirePSA(ctx, tx, p.ID, time.Now())
			return err
		}, true},
		"another host": {func(ctx context.Context, tx store.Tx, p integrations.PSA) error {
			p.BaseURL = "https://psa.bluepeak.example/v4"
			return integrations.UpdatePSA(ctx, tx, p)
		}, true},
		"another host, by hand": {func(ctx context.Context, tx store.Tx, p integrations.PSA) error {
			_, err := tx.Exec(ctx, `UPDATE integrations SET base_url = 'https://elsewhere.example' WHERE id = $1`, p.ID)
			return err
		}, true},
		"another path": {func(ctx context.Context, tx store.Tx, p integrations.PSA) error {
			p.Name, p.BaseURL = "Cloud of ours", "https://API-na.myconnectwise.net/v5"
			return integrations.UpdatePSA(ctx, tx, p)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := podDesk(t)
			msp := d.msp("Bluepeak")
			p := cloud
			p.ID = d.connected(msp, p)
			sam := d.add(msp, newcomer{}).in()
			held := d.exchangeAt(p.ID, sam.podCodeAt(p.ID)).is(200)
			code := sam.podCodeAt(p.ID)
			require.NoError(t, d.store.InTenant(t.Context(), msp, func(ctx context.Context, tx store.Tx) error { return c.change(ctx, tx, p) }))
			status := map[bool]int{true: 401, false: 200}[c.ends]
			d.do("GET", "/v1/session", nil, bearer(held.text("token"))).is(status)
			d.refreshAt(p.ID, held.setCookie(gate.PodCookie).Value).is(status)
			d.exchangeAt(p.ID, code).is(map[bool]int{true: 410, false: 200}[c.ends])
			sam.do("GET", "/v1/session", nil).is(200) // the console stays
		})
	}
}
