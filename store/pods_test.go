package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/technician"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/integrations"
	"countersign/store/psasync"
	"countersign/store/verify"
)

// secondPSA connects another PSA; the first is the one before.
func (d *desk) secondPSA() (id uuid.UUID) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		id, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "halopsa", Name: "The other one", BaseURL: "https://halo.example"})
		require.NoError(d.t, err)
	})
	return id
}

func TestAResultIsWrittenIntoTheTicketOfThePSAThatWasOnScreen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.withPSA(), d.secondPSA()
	for i, c := range []struct {
		named *uuid.UUID
		want  uuid.UUID
	}{{nil, first}, {&first, first}, {&second, second}} {
		asked := d.ask(d.person("Ana Torres", []string{"+14155550134", "+14155550135", "+14155550136"}[i]), moment())
		asked.TicketPSA = c.named
		opened, err := verify.Open(t.Context(), d.store, d.tenant, asked)
		require.NoError(t, err)
		answer, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(opened.Verification))
		require.NoError(t, err)
		require.Equal(t, c.want, answer.Told.Integration, "the queue that is woken")
		writes := d.written(opened.Verification.ID)
		require.Len(t, writes, 1)
		require.Equal(t, c.want, writes[0].Integration)
	}
}

func TestARequestsNoteGoesIntoTheTicketItWasTakenUpFor(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	first, second := l.psa, l.secondPSA()
	asked := l.asks(anasMobile)
	at := func() (integration *uuid.UUID) {
		l.in(func(ctx context.Context, tx store.Tx) {
			row, err := db.New(tx).ResourceTechnicianVerification(ctx, asked.ID)
			require.NoError(t, err)
			integration = row.TicketIntegrationID
		})
		return integration
	}
	require.Empty(t, l.claims(asked.ID, func(c *technician.Claim) { c.Ticket, c.TicketPSA = "48190", &second }).Refusal)
	require.Equal(t, second, *at())
	l.claims(asked.ID, func(c *technician.Claim) { c.Ticket, c.TicketPSA = "", nil })
	require.Equal(t, second, *at(), "which forgets no ticket")
	l.claims(asked.ID, func(c *technician.Claim) { c.Ticket, c.TicketPSA = "7", &first })
	require.Equal(t, first, *at())
	l.claims(asked.ID, func(c *technician.Claim) { c.Ticket, c.TicketPSA = "8", nil })
	require.Nil(t, at(), "another ticket without a name")

	l.claims(asked.ID, func(c *technician.Claim) { c.TicketPSA = &second })
	require.Equal(t, second, l.ends(asked.ID, technician.Confirmed, technician.Verbally, time.Now()).Wake.Integration)
}

func TestAConnectionOfAnotherKindIsNoTicketSystem(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := store.NewID()
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `INSERT INTO integrations (tenant_id, id, kind, name) VALUES ($1, $2, 'duo', 'Duo')`, d.tenant, id)
		require.NoError(t, err)
		_, ok, err := integrations.FirstPSA(ctx, tx)
		require.NoError(t, err)
		require.False(t, ok, "results go into no tickets of it")
		list, err := integrations.ListPSAs(ctx, tx, nil)
		require.NoError(t, err)
		require.Empty(t, list, "and no screen lists it")
	})
	synced, err := psasync.SyncedIntegrations(t.Context(), d.store)
	require.NoError(t, err)
	require.Empty(t, synced, "no sync reads people from it")
	_, err = integrations.FindPodHost(t.Context(), d.store, id)
	require.ErrorIs(t, err, store.ErrNotFound, "and it frames no pod")
}
