package store_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/template"
	"countersign/store"
	"countersign/store/settings"
	"countersign/store/storetest"
	"countersign/store/tenants"
)

// An admin of Alpha must not be able to write to clients under Bravo's number, mailbox or name.
func TestASenderBelongsToOneMSP(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	alpha, bravo := storetest.Tenant(t, s), storetest.Tenant(t, s)
	put := func(b template.Branding) func(context.Context, store.Tx) error {
		return func(ctx context.Context, tx store.Tx) error {
			_, err := settings.UpdateBranding(ctx, tx, b, "an admin")
			return err
		}
	}
	bravos := template.DefaultBranding("Bravo IT")
	bravos.SenderNumber, bravos.SenderEmail = "+14155550177", "help@bravo.example"
	require.NoError(t, s.InTenant(t.Context(), bravo, put(bravos)))

	for field, change := range map[string]func(*template.Branding){
		"sender_number": func(b *template.Branding) { b.SenderNumber = bravos.SenderNumber },
		"sender_email":  func(b *template.Branding) { b.SenderEmail = "HELP@bravo.example" },
		"msp_name":      func(b *template.Branding) { b.MSPName = "  bravo   it" },
		"sender_name":   func(b *template.Branding) { b.SenderName = "Brávo IT" },
	} {
		asked := template.DefaultBranding("Alpha")
		change(&asked)
		err := s.InTenant(t.Context(), alpha, put(asked))
		var taken *settings.SenderTaken
		require.ErrorAs(t, err, &taken, field)
		require.Equal(t, []string{field}, taken.Fields)
		require.ErrorIs(t, err, store.ErrConflict)
	}
	_, _, err := tenants.Create(t.Context(), s, "another-bravo", "BRAVO IT")
	require.ErrorIs(t, err, store.ErrConflict, "a new MSP cannot take a used name either")

	require.NoError(t, s.InTenant(t.Context(), bravo, put(bravos)), "an MSP keeps its own senders")
	require.NoError(t, s.InTenant(t.Context(), bravo, put(template.DefaultBranding("Bravo IT"))))
	freed := template.DefaultBranding("Alpha")
	freed.SenderNumber, freed.SenderEmail = bravos.SenderNumber, bravos.SenderEmail
	require.NoError(t, s.InTenant(t.Context(), alpha, put(freed)), "what an MSP gave up is free")
}

// A sender that is written down and belongs to another MSP, as in a restored or older database, is not used.
func TestASenderOfAnotherMSPIsNotUsed(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	alpha := storetest.Tenant(t, s)
	looks := template.DefaultBranding("Alpha")
	looks.SenderNumber, looks.SenderEmail = "+14155550177", "help@alpha.example"
	in(t, s, alpha, func(ctx context.Context, tx store.Tx) {
		_, err := settings.UpdateBranding(ctx, tx, looks, "an admin")
		require.NoError(t, err)
		_, err = tx.Exec(ctx, `SELECT door.claim_senders('{}', '{}')`)
		require.NoError(t, err)
		now, err := settings.GetBranding(ctx, tx)
		require.NoError(t, err)
		require.Empty(t, now.SenderNumber+now.SenderEmail)
		require.Equal(t, "Alpha", now.MSPName)
	})
}
