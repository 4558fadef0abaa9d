package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/ticket"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/tickets"
	"countersign/store/verify"
)

// withPSA gives the desk's MSP a ticket system.
func (d *desk) withPSA() uuid.UUID {
	d.t.Helper()
	var id uuid.UUID
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		id, err = integrations.CreatePSA(ctx, tx, integrations.PSA{
			Kind: "connectwise", Name: "Our ConnectWise", BaseURL: "https://psa.example", Credentials: map[string]string{"private_key": "planted-private-key"},
		})
		require.NoError(d.t, err)
	})
	return id
}

func (d *desk) key(integration uuid.UUID, id string) ticket.Key {
	return ticket.Key{Tenant: d.tenant, Integration: integration, Ticket: id}
}

func (d *desk) queue(integration uuid.UUID, id, dedupe, text string, at time.Time) (queued bool) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		queued, err = tickets.QueueWrite(ctx, tx, tickets.NewWrite{
			Integration: integration, Ticket: id, Kind: ticket.WriteNote, SubjectKind: tickets.SubjectConversation, SubjectID: d.company, Dedupe: dedupe,
			Note: &ticket.Note{Text: text, Internal: true}, At: at,
		})
		require.NoError(d.t, err)
	})
	return queued
}

func (d *desk) next(key ticket.Key) (ticket.Write, bool) {
	d.t.Helper()
	w, ok, err := tickets.Outbox{Store: d.store}.NextTicketWrite(d.t.Context(), key)
	require.NoError(d.t, err)
	return w, ok
}

func (d *desk) written(subject uuid.UUID) (list []tickets.QueuedWrite) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		page, err := tickets.ListWrites(ctx, tx, tickets.WritesQuery{})
		require.NoError(d.t, err)
		list = slices.DeleteFunc(page.Items, func(w tickets.QueuedWrite) bool { return w.SubjectID != subject })
	})
	return list
}

func TestATicketsQueueKeepsItsOrderAndEachFactOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	require.True(t, d.queue(psa, "48190", "message/1", "one", moment()))
	require.True(t, d.queue(psa, "48190", "message/2", "two", moment()))
	require.False(t, d.queue(psa, "48190", "message/1", "one again", moment()))
	require.True(t, d.queue(psa, "48191", "message/1", "another ticket", moment()))
	key := d.key(psa, "48190")
	for i, want := range []string{"one", "two"} {
		w, ok := d.next(key)
		require.True(t, ok)
		require.Equal(t, want, w.Note.Text)
		require.True(t, w.Note.Internal)
		require.Equal(t, w.Reference, w.Note.Reference)
		require.Equal(t, ticket.Reference(w.ID), w.Reference)
		require.NoError(t, tickets.Outbox{Store: d.store}.TicketWritten(t.Context(), d.tenant, w.ID, fmt.Sprint(i), moment()))
	}
	_, ok := d.next(key)
	require.False(t, ok)
	require.False(t, d.queue(psa, "48190", "message/1", "one, after it was written", moment()))
}

func TestATryIsRememberedUntilItIsKnownToHaveFailed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	d.queue(psa, "48190", "message/1", "one", moment())
	key, at := d.key(psa, "48190"), moment()
	w, _ := d.next(key)
	require.Zero(t, w.TriedAt)
	require.NoError(t, tickets.Outbox{Store: d.store}.TicketWriteTried(t.Context(), d.tenant, w.ID, at))
	require.NoError(t, tickets.Outbox{Store: d.store}.TicketWriteDelayed(t.Context(), d.tenant, w.ID, "The answer was lost.", false))
	w, _ = d.next(key)
	require.Equal(t, at, w.TriedAt)
	require.NoError(t, tickets.Outbox{Store: d.store}.TicketWriteDelayed(t.Context(), d.tenant, w.ID, "Away.", true))
	w, _ = d.next(key)
	require.Zero(t, w.TriedAt)
}

func TestASettledWriteStaysAsItIs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	d.queue(psa, "48190", "message/1", "one", moment())
	key := d.key(psa, "48190")
	w, _ := d.next(key)
	require.NoError(t, tickets.Outbox{Store: d.store}.TicketWriteFailed(t.Context(), d.tenant, w.ID, "No such ticket."))
	require.NoError(t, tickets.Outbox{Store: d.store}.TicketWritten(t.Context(), d.tenant, w.ID, "9", moment()))
	require.NoError(t, tickets.Outbox{Store: d.store}.TicketMaybeWritten(t.Context(), d.tenant, w.ID, "Who knows."))
	_, ok := d.next(key)
	require.False(t, ok)
	d.in(func(ctx context.Context, tx store.Tx) {
		list, err := tickets.ListWritesOfTicket(ctx, tx, psa, "48190")
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, "failed", list[0].Status)
		require.Equal(t, "No such ticket.", list[0].Problem)
	})
}

func TestGivingUpTakesOnlyWhatHasWaited(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	now := moment()
	d.queue(psa, "48190", "old", "old", now.Add(-8*24*time.Hour))
	d.queue(psa, "48190", "young", "young", now)
	d.queue(psa, "48191", "old", "of another ticket", now.Add(-8*24*time.Hour))
	given, err := tickets.Outbox{Store: d.store}.GiveTicketWritesUp(t.Context(), d.key(psa, "48190"), now.Add(-7*24*time.Hour))
	require.NoError(t, err)
	require.Equal(t, 1, given)
	w, ok := d.next(d.key(psa, "48190"))
	require.True(t, ok)
	require.Equal(t, "young", w.Note.Text)
	_, ok = d.next(d.key(psa, "48191"))
	require.True(t, ok)
}

func TestWaitingTicketsAreSweptOfEveryTenant(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	now := moment()
	d.queue(psa, "48190", "a", "a", now.Add(-time.Minute))
	d.queue(psa, "48190", "b", "b", now.Add(-time.Minute))
	d.queue(psa, "48191", "a", "a", now.Add(-time.Hour))
	d.queue(psa, "48192", "a", "a", now)
	waiting, err := tickets.Waiting(t.Context(), d.store, now.Add(-15*time.Second), 10)
	require.NoError(t, err)
	require.Equal(t, []ticket.Key{d.key(psa, "48191"), d.key(psa, "48190")}, waiting)
}

func TestAPSAIsTheTenantsOwnAndItsCredentialsAreSealed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.in(func(ctx context.Context, tx store.Tx) {
		_, ok, err := integrations.FirstPSA(ctx, tx)
		require.NoError(t, err)
		require.False(t, ok)
	})
	id := d.withPSA()
	d.in(func(ctx context.Context, tx store.Tx) {
		held, ok, err := integrations.FirstPSA(ctx, tx)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, id, held)
	})
	psa, err := integrations.OpenPSA(t.Context(), d.store, d.tenant, id)
	require.NoError(t, err)
	require.Equal(t, integrations.PSA{
		ID: id, Kind: "connectwise", Name: "Our ConnectWise", BaseURL: "https://psa.example", Credentials: map[string]string{"private_key": "planted-private-key"}, Enabled: true,
	}, psa)
	_, err = integrations.OpenPSA(t.Context(), d.store, uuid.New(), id)
	require.ErrorIs(t, err, store.ErrNotFound)

	d.queue(id, "48190", "message/1", "planted note", moment())
	dump := dumpOf(t, d.asOwner())
	require.True(t, stands(dump, "Our ConnectWise"))
	require.False(t, stands(dump, "planted-private-key"))
	require.False(t, stands(dump, "planted note"))
}

func TestAnEndIsToldToItsTicketOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	v := d.open(d.ana, moment())
	_, err := verify.Ledger{Store: d.store}.Claim(t.Context(), d.claim(v, 1, v.OpenedAt))
	require.NoError(t, err)
	answer, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(v))
	require.NoError(t, err)
	require.Equal(t, d.key(psa, "48190"), *answer.Told)
	again, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(v))
	require.NoError(t, err)
	require.Nil(t, again.Told, "it was told")
	require.Len(t, d.written(v.ID), 1)
	w, ok := d.next(*answer.Told)
	require.True(t, ok)
	require.Equal(t, "Verified by SMS code to +1 415 ••• ••34, assurance medium.\nPerson: Ana Torres\nCompany: Northwind Dental\nTechnician: Sam Rivera\nNoted: asked on the phone\nAt: "+
		v.OpenedAt.Add(20*time.Second).Format("2006-01-02 15:04:05")+" UTC", w.Note.Text)
	require.True(t, w.Note.Internal)
}

func TestALostVerificationIsToldToo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	v := d.open(d.ana, moment())
	closed, err := verify.CloseOrphaned(t.Context(), d.store, d.tenant, v.ID, v.EndsAt.Add(time.Hour), "test")
	require.NoError(t, err)
	require.True(t, closed)
	w, ok := d.next(d.key(psa, "48190"))
	require.True(t, ok)
	require.Contains(t, w.Note.Text, "NOT verified: ")
}

func TestWithoutATicketOrATicketSystemNothingIsTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	answer, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.conclusion(v, verification.Fact{Kind: verification.Cancel, At: v.OpenedAt.Add(time.Second), By: "user/" + d.sam.ID.String()}))
	require.NoError(t, err)
	require.Nil(t, answer.Told)

	d.withPSA()
	ask := d.ask(d.ana, moment())
	ask.TicketID = ""
	opened, err := verify.Open(t.Context(), d.store, d.tenant, ask)
	require.NoError(t, err)
	answer, err = verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(opened.Verification))
	require.NoError(t, err)
	require.Nil(t, answer.Told)
	require.Empty(t, d.written(opened.Verification.ID))
}
