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

// An admin of Alpha must not be able to write to clients under Bravo's number, mailbox or name, nor under one that nobody assigned.
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
	storetest.Assign(t, s, bravo, store.SenderNumber, "+14155550177")
	storetest.Assign(t, s, bravo, store.SenderMailbox, "help@bravo.example")
	bravos := template.DefaultBranding("Bravo IT")
	bravos.SenderNumber, bravos.SenderEmail = "+14155550177", "Help@bravo.example"
	require.NoError(t, s.InTenant(t.Context(), bravo, put(bravos)))

	for what, c := range map[string]struct {
		field  string
		change func(*template.Branding)
	}{
		"Bravo's number":          {"sender_number", func(b *template.Branding) { b.SenderNumber = bravos.SenderNumber }},
		"a number of nobody":      {"sender_number", func(b *template.Branding) { b.SenderNumber = "+14155550178" }},
		"Bravo's mailbox":         {"sender_email", func(b *template.Branding) { b.SenderEmail = "HELP@bravo.example" }},
		"a mailbox of nobody":     {"sender_email", func(b *template.Branding) { b.SenderEmail = "help@alpha.example" }},
		"Bravo's name":            {"msp_name", func(b *template.Branding) { b.MSPName = "  bravo   it" }},
		"with accents":            {"sender_name", func(b *template.Branding) { b.SenderName = "Brávo IT" }},
		"in Cyrillic letters":     {"sender_name", func(b *template.Branding) { b.SenderName = "Вrаvо ІТ" }},
		"with hidden letters":     {"msp_name", func(b *template.Branding) { b.MSPName = "Bra\u200bvo IT\u2060" }},
		"in full width":           {"msp_name", func(b *template.Branding) { b.MSPName = "Ｂｒａｖｏ ＩＴ" }},
		"with a one for a letter": {"sender_name", func(b *template.Branding) { b.SenderName = "Bravo 1T" }},
		"written together":        {"msp_name", func(b *template.Branding) { b.MSPName = "BravoIT" }},
	} {
		asked := template.DefaultBranding("Alpha")
		c.change(&asked)
		err := s.InTenant(t.Context(), alpha, put(asked))
		var taken *settings.SenderTaken
		require.ErrorAs(t, err, &taken, what)
		require.Equal(t, []string{c.field}, taken.Fields, what)
		require.ErrorIs(t, err, store.ErrConflict)
	}
	_, _, err := tenants.Create(t.Context(), s, "another-bravo", "BRAVO-IT")
	require.ErrorIs(t, err, store.ErrConflict, "a new MSP cannot take a used name either")

	require.NoError(t, s.InTenant(t.Context(), bravo, put(bravos)), "an MSP keeps its own senders")
	require.NoError(t, s.InTenant(t.Context(), bravo, put(template.DefaultBranding("Bravo Systems"))))
	require.NoError(t, s.InTenant(t.Context(), alpha, put(template.DefaultBranding("Bravo IT"))), "a name that an MSP gave up is free")
	freed := template.DefaultBranding("Alpha")
	freed.SenderNumber = bravos.SenderNumber
	require.ErrorIs(t, s.InTenant(t.Context(), alpha, put(freed)), store.ErrConflict, "a number stays assigned until the operator takes it away")
}

func TestAnOperatorAssignsSenders(t *testing.T) {
	t.Parallel()
	s, owner := storetest.NewWithOwner(t)
	for _, slug := range []string{"alpha", "bravo"} {
		_, _, err := tenants.Create(t.Context(), s, slug, slug)
		require.NoError(t, err)
	}
	ctx := t.Context()
	require.NoError(t, store.AssignSender(ctx, owner, "alpha", store.SenderNumber, "+14155550177"))
	require.NoError(t, store.AssignSender(ctx, owner, "alpha", store.SenderNumber, "+14155550177"), "again is the same")
	require.ErrorIs(t, store.AssignSender(ctx, owner, "bravo", store.SenderNumber, "+14155550177"), store.ErrConflict)
	require.ErrorIs(t, store.AssignSender(ctx, owner, "charlie", store.SenderNumber, "+14155550177"), store.ErrNotFound)
	require.ErrorIs(t, store.RemoveSender(ctx, owner, "bravo", store.SenderNumber, "+14155550177"), store.ErrNotFound)
	held, err := store.ListSenders(ctx, owner, "alpha", store.SenderNumber)
	require.NoError(t, err)
	require.Equal(t, []string{"+14155550177"}, held)
	require.NoError(t, store.RemoveSender(ctx, owner, "alpha", store.SenderNumber, "+14155550177"))
	require.NoError(t, store.AssignSender(ctx, owner, "bravo", store.SenderNumber, "+14155550177"))
}

// What serves requests cannot assign a number, nor raise what an MSP may send.
func TestWhatServesRequestsAssignsNothing(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	alpha := storetest.Tenant(t, s)
	for _, statement := range []string{
		`INSERT INTO senders (kind, value, owner) VALUES ('number', '+14155550177', current_tenant())`,
		`DELETE FROM senders`,
		`UPDATE tenants SET ceilings = '{"spend_per_day_cents": 1000000}'`,
		`UPDATE tenants SET name = 'Bravo IT'`,
		`SELECT door.claim_senders('{number}', '{+14155550177}')`,
	} {
		require.Error(t, s.InTenant(t.Context(), alpha, func(ctx context.Context, tx store.Tx) error {
			_, err := tx.Exec(ctx, statement)
			return err
		}), statement)
	}
}

// A number or mailbox that the operator took away is not used from then on, whatever the branding says.
func TestASenderThatWasTakenAwayIsNotUsed(t *testing.T) {
	t.Parallel()
	s, owner := storetest.NewWithOwner(t)
	alpha, _, err := tenants.Create(t.Context(), s, "alpha", "Alpha")
	require.NoError(t, err)
	storetest.Assign(t, s, alpha, store.SenderNumber, "+14155550177")
	storetest.Assign(t, s, alpha, store.SenderMailbox, "help@alpha.example")
	looks := template.DefaultBranding("Alpha")
	looks.SenderNumber, looks.SenderEmail = "+14155550177", "help@alpha.example"
	read := func() (now template.Branding) {
		in(t, s, alpha, func(ctx context.Context, tx store.Tx) {
			var err error
			now, err = settings.GetBranding(ctx, tx)
			require.NoError(t, err)
		})
		return now
	}
	in(t, s, alpha, func(ctx context.Context, tx store.Tx) {
		_, err := settings.UpdateBranding(ctx, tx, looks, "an admin")
		require.NoError(t, err)
	})
	require.Equal(t, looks, read())
	require.NoError(t, store.RemoveSender(t.Context(), owner, "alpha", store.SenderNumber, "+14155550177"))
	require.NoError(t, store.RemoveSender(t.Context(), owner, "alpha", store.SenderMailbox, "help@alpha.example"))
	require.Empty(t, read().SenderNumber+read().SenderEmail)
	require.Equal(t, "Alpha", read().MSPName)
}
