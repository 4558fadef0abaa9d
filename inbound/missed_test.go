package inbound_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/inbound"
	"countersign/core/message"
	room "countersign/inbound"
	"countersign/store"
	"countersign/store/storetest"
)

// twilioList is a carrier's list of received messages.
type twilioList struct {
	held  []message.Inbound
	since []time.Time
	down  bool
}

func (l *twilioList) Received(_ context.Context, number string, since time.Time) (held []message.Inbound, err error) {
	if l.down {
		return nil, errors.New("down")
	}
	l.since = append(l.since, since)
	for _, in := range l.held {
		if in.To == number && !in.At.Before(since) {
			held = append(held, in)
		}
	}
	return held, nil
}

func (l *twilioList) text(id, body string, at time.Time) {
	l.held = append(l.held, message.Inbound{ProviderID: id, Transport: channel.SMS, From: anas, To: ourNumber, Body: body, Authentic: true, At: at})
}

func TestWhatOurWebhookMissedIsTakenInFromTheCarriersList(t *testing.T) {
	t.Parallel()
	d, list, now := newDesk(t), &twilioList{}, time.Now()
	storetest.Assign(t, d.store, d.tenant, store.SenderNumber, ourNumber)
	missed := room.Missed{
		Store: d.store, Route: d.router.Route, Now: func() time.Time { return now },
		Receiver: func(_ context.Context, tenant, account uuid.UUID) (message.Receiver, error) {
			require.Equal(t, d.tenant, tenant)
			require.Equal(t, uuid.Nil, account, "the platform's account holds it")
			return list, nil
		},
	}
	kept := func() (routes []string) {
		d.in(func(ctx context.Context, tx store.Tx) error {
			return tx.QueryRow(ctx, `SELECT coalesce(array_agg(coalesce(route, '') ORDER BY position), '{}') FROM messages WHERE direction = 'inbound'`).Scan(&routes)
		})
		return routes
	}
	list.text("SM1", "of whoever had the number before", now.Add(-time.Hour))
	require.NoError(t, missed.TakeIn(t.Context()))
	require.Empty(t, kept(), "the number is ours from now on")

	list.text("SM2", "#verify", now.Add(time.Minute))
	list.text("SM3", "#deny", now.Add(2*time.Minute))
	require.NoError(t, missed.TakeIn(t.Context()))
	require.Len(t, list.since, 1, "it is read every five minutes")
	now = now.Add(6 * time.Minute)
	list.down = true
	require.Error(t, missed.TakeIn(t.Context()))
	list.down = false
	d.writes(anas, "hello", func(in *message.Inbound) { in.ProviderID = "SM4" })
	list.text("SM4", "hello", now.Add(-time.Minute))
	now = now.Add(40 * time.Hour)
	require.NoError(t, missed.TakeIn(t.Context()))
	require.Equal(t, []string{string(inbound.Unheard), string(inbound.Verify), string(inbound.Deny)}, kept(), "in their order, each once")

	now = now.Add(6 * time.Minute)
	require.NoError(t, missed.TakeIn(t.Context()))
	require.Len(t, kept(), 3)
	require.WithinDuration(t, now.Add(-6*time.Minute-15*time.Minute), list.since[len(list.since)-1], time.Second, "and no further back than needed")
}

func TestANumberThatChangesHandsBringsNothingAlong(t *testing.T) {
	t.Parallel()
	d, list, now := newDesk(t), &twilioList{}, time.Now()
	storetest.Assign(t, d.store, d.tenant, store.SenderNumber, ourNumber)
	missed := room.Missed{
		Store: d.store, Route: d.router.Route, Now: func() time.Time { return now },
		Receiver: func(context.Context, uuid.UUID, uuid.UUID) (message.Receiver, error) { return list, nil },
	}
	require.NoError(t, missed.TakeIn(t.Context()))
	list.text("SM1", "to the first MSP", now.Add(time.Minute))
	other := storetest.Tenant(t, d.store)
	storetest.Release(t, d.store, d.tenant, store.SenderNumber, ourNumber)
	storetest.Assign(t, d.store, other, store.SenderNumber, ourNumber)
	now = now.Add(10 * time.Minute)
	require.NoError(t, missed.TakeIn(t.Context()))
	now = now.Add(10 * time.Minute)
	require.NoError(t, missed.TakeIn(t.Context()))
	require.NoError(t, d.store.InTenant(t.Context(), other, func(ctx context.Context, tx store.Tx) error {
		var n int
		err := tx.QueryRow(ctx, `SELECT count(*) FROM messages`).Scan(&n)
		require.Zero(t, n)
		return err
	}))
}
