package api

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/api/gate"
	"countersign/store"
)

// A suspended MSP's people and keys are refused; once it is in service again, all is as it was.
func TestASuspendedMSPIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp, other := d.msp("Bluepeak"), d.msp("Harbour")
	ana, ben := d.add(msp, newcomer{}).in(), d.add(other, newcomer{}).in()
	key := d.key(msp, nil, "admin")
	var slug string
	d.tx(msp, func(ctx context.Context, tx store.Tx) error {
		return tx.QueryRow(ctx, `SELECT slug FROM tenants`).Scan(&slug)
	})
	require.NoError(t, store.SetSuspended(t.Context(), d.owner, slug, true))
	ana.do("GET", "/v1/session", nil).is(401)
	d.do("GET", "/v1/contacts", nil, bearer(key)).is(401)
	d.do("GET", "/v1/contacts", nil, bearer(ana.podBearer())).is(401)
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(401)
	ben.do("GET", "/v1/session", nil).is(200)
	require.NoError(t, store.SetSuspended(t.Context(), d.owner, slug, false))
	ana.do("GET", "/v1/session", nil).is(200)
	d.do("GET", "/v1/contacts", nil, bearer(key)).is(200)
	require.ErrorIs(t, store.SetSuspended(t.Context(), d.owner, "nobody", true), store.ErrNotFound)
}

// A closed platform account signs in no more, and its sessions are over.
func TestADisabledOperatorIsOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.operator("olga")
	token := d.operatorSignIn("olga", goodPassword).is(303).setCookie(gate.OperatorCookie).Value
	require.Contains(t, string(d.do("GET", "/operator", nil, cookie(gate.OperatorCookie, token)).body), "olga")
	require.NoError(t, store.SetOperator(t.Context(), d.owner, "olga", false))
	require.NotContains(t, string(d.do("GET", "/operator", nil, cookie(gate.OperatorCookie, token)).body), "olga")
	d.operatorSignIn("olga", goodPassword).is(401)
	require.NoError(t, store.SetOperator(t.Context(), d.owner, "olga", true))
	d.clock.pass(stepLife)
	d.operatorSignIn("olga", goodPassword).is(303)
	require.ErrorIs(t, store.SetOperator(t.Context(), d.owner, "nobody", false), store.ErrNotFound)
}
