package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/tickets"
)

// requeue asks for a write once more.
func (d *desk) requeue(id uuid.UUID) error {
	return d.store.InTenant(d.t.Context(), d.tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := tickets.RequeueWrite(ctx, tx, id)
		return err
	})
}

func TestWhatFailedIsLookedForBeforeItIsWrittenAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		settle func(d *desk, id uuid.UUID) error
		looks  bool
	}{
		"failed": {func(d *desk, id uuid.UUID) error {
			return tickets.Outbox{Store: d.store}.TicketWriteFailed(d.t.Context(), d.tenant, id, "Given up.")
		}, true},
		"maybe written": {func(d *desk, id uuid.UUID) error {
			return tickets.Outbox{Store: d.store}.TicketMaybeWritten(d.t.Context(), d.tenant, id, "Who knows.")
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			psa := d.withPSA()
			at := moment()
			d.queue(psa, "48190", "message/1", "one", at)
			d.queue(psa, "48190", "message/2", "two", at)
			key := d.key(psa, "48190")
			w, _ := d.next(key)
			require.NoError(t, tickets.Outbox{Store: d.store}.TicketWriteTried(t.Context(), d.tenant, w.ID, at))
			require.NoError(t, c.settle(d, w.ID))
			require.NoError(t, d.requeue(w.ID))
			again, ok := d.next(key)
			require.True(t, ok)
			require.Equal(t, "one", again.Note.Text, "at its old place")
			require.Equal(t, c.looks, !again.TriedAt.IsZero(), "a dismissed write was looked for")
			require.ErrorIs(t, d.requeue(w.ID), store.ErrConflict, "it waits")
		})
	}
}

func TestScreensHearOfEveryWriteThatIsSettled(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	old := moment().Add(-8 * 24 * time.Hour)
	for _, text := range []string{"a", "b", "c", "d"} {
		d.queue(psa, "48190", text, text, old)
	}
	var want []uuid.UUID
	for _, settle := range []func(id uuid.UUID) error{
		func(id uuid.UUID) error {
			return tickets.Outbox{Store: d.store}.TicketWritten(t.Context(), d.tenant, id, "7", moment())
		},
		func(id uuid.UUID) error {
			return tickets.Outbox{Store: d.store}.TicketMaybeWritten(t.Context(), d.tenant, id, "Who knows.")
		},
		func(id uuid.UUID) error {
			return tickets.Outbox{Store: d.store}.TicketWriteFailed(t.Context(), d.tenant, id, "No.")
		},
		func(uuid.UUID) error {
			_, err := tickets.Outbox{Store: d.store}.GiveTicketWritesUp(t.Context(), d.key(psa, "48190"), moment())
			return err
		},
	} {
		w, ok := d.next(d.key(psa, "48190"))
		require.True(t, ok)
		require.NoError(t, settle(w.ID))
		want = append(want, w.ID)
		require.Equal(t, want, d.moves(store.EventTicketWrite))
	}
}

func TestOnlyWhatAPSAKnowsIsAskedOfIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa, other := d.withPSA(), d.withPSA()
	d.in(func(ctx context.Context, tx store.Tx) {
		for _, row := range []string{
			`INSERT INTO company_links (tenant_id, integration_id, external_id, company_id, digest, active, linked_at) VALUES ($1, $2, 'n', $3, '', true, now())`,
			`INSERT INTO company_links (tenant_id, integration_id, external_id, company_id, digest, active, linked_at) VALUES ($1, $2, '', $3, '', true, now() - interval '1 hour')`,
		} {
			_, err := tx.Exec(ctx, row, d.tenant, psa, d.company)
			require.NoError(t, err)
		}
		_, err := tx.Exec(ctx, `INSERT INTO contact_links (tenant_id, integration_id, external_id, contact_id, digest, active, linked_at, gone_at) VALUES ($1, $2, 'a', $3, '', true, now(), now())`, d.tenant, psa, d.ana.ID)
		require.NoError(t, err)

		contact, company, err := tickets.ExternalIDs(ctx, tx, psa, &d.ana.ID, &d.company)
		require.NoError(t, err)
		require.Equal(t, "n", company, "and not the company of those who have none there")
		require.Empty(t, contact, "whom the PSA has deleted it does not know")
		ids, err := tickets.ExternalCompanyIDs(ctx, tx, psa, []uuid.UUID{d.company, uuid.New()})
		require.NoError(t, err)
		require.Equal(t, []string{"n"}, ids)
		_, company, err = tickets.ExternalIDs(ctx, tx, other, nil, &d.company)
		require.NoError(t, err)
		require.Empty(t, company)

		linked, err := tickets.LoadLinked(ctx, tx, psa, []ticket.Ticket{{ID: "1", CompanyID: "n", ContactID: "a"}}, moment())
		require.NoError(t, err)
		require.Equal(t, map[string]uuid.UUID{"n": d.company}, linked.Companies)
		require.Equal(t, map[string]tickets.LinkedContact{"a": {ID: d.ana.ID, Company: d.company, Verified: []string{}}}, linked.Contacts, "an old ticket's contact is still who they are")
		elsewhere, err := tickets.LoadLinked(ctx, tx, other, []ticket.Ticket{{ID: "1", CompanyID: "n", ContactID: "a"}}, moment())
		require.NoError(t, err)
		require.Empty(t, elsewhere.Companies, "ids are each PSA's own")
	})
}
