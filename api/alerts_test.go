package api

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/alert"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/alerts"
)

func (d *desk) raises(msp uuid.UUID, h holdings, kind alert.Kind) {
	d.t.Helper()
	d.tx(msp, func(ctx context.Context, tx store.Tx) error {
		return alerts.Raise(ctx, tx, alerts.New{Kind: kind, Verification: new(h["verification_id"]), People: []alerts.Person{{Contact: h["contact_id"], Company: h["company_id"]}}, At: time.Now()})
	})
}

func TestADenialBeatsEveryShieldUntilAnAdminClearsIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	h := d.holdings(msp)
	d.sql(`DELETE FROM denials WHERE tenant_id = $1`, msp)
	ana, tom := d.add(msp, newcomer{}).in(), d.add(msp, newcomer{Role: "technician"}).in()
	person := func(as *member) (c map[string]any) {
		as.do("GET", h.fill("/v1/contacts/:contact_id"), nil).is(http.StatusOK).into(&c)
		return c
	}
	d.sql(`UPDATE contact_points SET verified_at = now(), verified_until = now() + interval '1 hour', verified_by = 'Rosa' WHERE contact_id = $1`, h["contact_id"])
	require.NotNil(t, person(tom)["shields"].([]any)[0].(map[string]any)["verified_until"])
	d.raises(msp, h, alert.NotMe)
	// One that is raised while the denial stands does not count either.
	d.sql(`UPDATE contact_points SET verified_until = now() + interval '1 hour' WHERE contact_id = $1`, h["contact_id"])
	denied := person(tom)
	require.Equal(t, "not_me", denied["denied"].(map[string]any)["kind"])
	require.Nil(t, denied["shields"].([]any)[0].(map[string]any)["verified_until"])

	clear := h.fill("/v1/contacts/:contact_id/denial/clear")
	tom.do("POST", clear, map[string]any{"reason": "She called me back"}).is(http.StatusForbidden)
	d.do("POST", clear, map[string]any{"reason": "She called me back"}, bearer(d.key(msp, nil, "admin"))).is(http.StatusForbidden)
	ana.do("POST", clear, map[string]any{"reason": "  "}).is(http.StatusUnprocessableEntity)
	require.Nil(t, ana.do("POST", clear, map[string]any{"reason": "She called me back"}).is(http.StatusOK).field("denied"))
	ana.do("POST", clear, map[string]any{"reason": "She called me back"}).is(http.StatusConflict).refused(problem.Conflict)
	require.Equal(t, 1, d.count(`SELECT count(*) FROM audit WHERE tenant_id = $1 AND action = 'contact.denial_cleared' AND actor_id = $2`, msp, ana.id))
	require.NotNil(t, person(tom)["shields"].([]any)[0].(map[string]any)["verified_until"])
}

func TestAnAlertIsTakenAndDealtWith(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	h := d.holdings(msp)
	tom := d.add(msp, newcomer{Role: "technician"}).in()
	limited := d.add(msp, newcomer{Role: "technician", Limited: []uuid.UUID{d.company(msp, "Elsewhere")}}).in()
	open := func(as *member) []any {
		return as.do("GET", "/v1/alerts?open=true", nil).is(http.StatusOK).field("items").([]any)
	}
	require.Len(t, open(tom), 1)
	require.Empty(t, open(limited))
	limited.do("POST", h.fill("/v1/alerts/:alert_id/take"), nil).is(http.StatusNotFound)
	require.Equal(t, true, tom.do("POST", h.fill("/v1/alerts/:alert_id/take"), nil).is(http.StatusOK).field("owned_by_you"))
	require.NotEmpty(t, tom.do("POST", h.fill("/v1/alerts/:alert_id/settle"), nil).is(http.StatusOK).field("settled_at"))
	tom.do("POST", h.fill("/v1/alerts/:alert_id/settle"), nil).is(http.StatusConflict)
	require.Empty(t, open(tom))
	require.Equal(t, 2, d.count(`SELECT count(*) FROM audit WHERE tenant_id = $1 AND action IN ('alert.taken', 'alert.settled')`, msp))
}

func TestAnAlertNamesItsOwnerWithTheKeyThatSpokeForThem(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	h := d.holdings(msp)
	tom := d.add(msp, newcomer{Role: "technician"})
	type actor = map[string]any
	as := bearer(d.key(msp, &tom.id, "verifications:read", "verifications:write"))
	taken := d.do("POST", h.fill("/v1/alerts/:alert_id/take"), nil, as).is(http.StatusOK).field("owner_actor").(actor)
	require.Equal(t, "person", taken["kind"])
	require.Equal(t, tom.id.String(), taken["id"])
	require.Equal(t, "RMM", taken["via_key"].(actor)["name"])

	key := d.do("POST", h.fill("/v1/alerts/:alert_id/settle"), nil, bearer(d.key(msp, nil, "verifications:write"))).is(http.StatusOK)
	require.Equal(t, "key", key.field("settled_by_actor").(actor)["kind"])
	require.Equal(t, "RMM", key.field("settled_by_actor").(actor)["name"])
	require.Equal(t, taken, key.field("owner_actor"), "whoever took it owns it")
}
