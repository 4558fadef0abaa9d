package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/ledger"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/retention"
	"countersign/store/verify"
)

func TestAClaimChoosesTheAccountAndKeepsIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	set := func(sid string) (id uuid.UUID) {
		d.in(func(ctx context.Context, tx store.Tx) {
			var err error
			id, err = integrations.SetOwnAccount(ctx, tx, integrations.PSA{Kind: "twilio", Name: "Twilio", Enabled: true, Credentials: map[string]string{"account_sid": sid}}, at)
			require.NoError(t, err)
		})
		return id
	}
	retire := func() {
		d.in(func(ctx context.Context, tx store.Tx) {
			_, err := integrations.RetireOwnAccounts(ctx, tx, "twilio", false, at)
			require.NoError(t, err)
		})
	}
	request := d.claim(d.open(d.ana, at), 1, at)
	claims := func(state ledger.ClaimState, account uuid.UUID) ledger.Claim {
		t.Helper()
		claim, err := verify.Ledger{Store: d.store}.Claim(t.Context(), request)
		require.NoError(t, err)
		require.Equal(t, state, claim.State)
		require.Equal(t, account, claim.Content.Account)
		return claim
	}
	release := func(claim ledger.Claim) {
		require.NoError(t, verify.Ledger{Store: d.store}.Release(t.Context(), request.Key, claim.HandedAt))
	}

	byPlatform := claims(ledger.Mine, uuid.Nil)
	first := set("AC1")
	claims(ledger.Handed, uuid.Nil)
	release(byPlatform)
	byFirst := claims(ledger.Mine, first)
	require.Equal(t, first, byFirst.Content.Integration, "its callbacks come to its own address")
	second := set("AC2")
	claims(ledger.Handed, first)
	release(byFirst)
	bySecond := claims(ledger.Mine, second)
	retire()
	claims(ledger.Handed, second)
	release(bySecond)
	claims(ledger.Mine, uuid.Nil)

	kept := func() (credentials int) {
		d.in(func(ctx context.Context, tx store.Tx) {
			require.NoError(t, tx.QueryRow(ctx, `SELECT count(*) FROM integrations WHERE kind = 'twilio' AND credentials_sealed IS NOT NULL`).Scan(&credentials))
		})
		return credentials
	}
	_, err := retention.DeleteExpired(t.Context(), d.store, at.Add(71*time.Hour))
	require.NoError(t, err)
	require.Equal(t, 2, kept(), "for searches and late reports")
	_, err = retention.DeleteExpired(t.Context(), d.store, at.Add(73*time.Hour))
	require.NoError(t, err)
	require.Zero(t, kept())
}
