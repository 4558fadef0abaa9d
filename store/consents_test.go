package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/inbound"
	"countersign/core/message"
	"countersign/store"
	"countersign/store/auditlog"
	"countersign/store/conversations"
	"countersign/store/messages"
	"countersign/store/people"
	"countersign/store/verify"
)

type consentRow struct {
	Granted bool
	Source  string
	Text    string
}

func (d *desk) consents() (rows []consentRow) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		found, err := tx.Query(ctx, `SELECT id, granted, source, text_sealed FROM consents ORDER BY id`)
		require.NoError(d.t, err)
		type sealed struct {
			id   uuid.UUID
			row  consentRow
			text []byte
		}
		var list []sealed
		for found.Next() {
			var s sealed
			require.NoError(d.t, found.Scan(&s.id, &s.row.Granted, &s.row.Source, &s.text))
			list = append(list, s)
		}
		for _, s := range list {
			if s.text != nil {
				s.row.Text, err = tx.Open("consents", "text_sealed", s.id, s.text)
				require.NoError(d.t, err)
			}
			rows = append(rows, s.row)
		}
	})
	return rows
}

func (d *desk) optedOut(contact uuid.UUID) (out bool) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		c, err := people.GetContact(ctx, tx, contact)
		require.NoError(d.t, err)
		out = c.ContactPoints[0].OptedOut
	})
	return out
}

func TestStopAndTheWayBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	say := func(word string, keyword inbound.Keyword, change ...func(*message.Inbound)) {
		id := d.writes(anasNumber, word, change...)
		for range 2 {
			require.NoError(t, messages.RecordConsent(t.Context(), d.store, d.tenant, id, keyword, time.Now()))
		}
		require.NotContains(t, d.untold(id), id)
	}
	say("Stop", inbound.Stop)
	require.True(t, d.optedOut(d.ana.ID))
	say("arrêt", inbound.Stop, func(in *message.Inbound) { in.OptOut = "STOP" })
	require.True(t, d.optedOut(d.ana.ID))
	say("Start", inbound.Start)
	require.False(t, d.optedOut(d.ana.ID))
	say("HELP", inbound.Help)
	require.False(t, d.optedOut(d.ana.ID))
	require.Equal(t, []consentRow{{false, "reply", "Stop"}, {false, "carrier", "arrêt"}, {true, "reply", "Start"}}, d.consents())
	d.in(func(ctx context.Context, tx store.Tx) {
		for action, times := range map[string]int{"consent.withdrawn": 2, "consent.given": 1, "consent.help_asked": 1} {
			lines, err := auditlog.List(ctx, tx, auditlog.Filter{Action: &action}, nil, 10)
			require.NoError(t, err)
			require.Len(t, lines, times, action)
		}
	})
}

func TestARefusalOfTheProviderIsAWithdrawnConsent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	key := d.claim(v, 1, v.OpenedAt)
	_, err := verify.Ledger{Store: d.store}.Claim(t.Context(), key)
	require.NoError(t, err)
	for range 2 {
		require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), key.Key, settledOptOut(v)))
	}
	require.True(t, d.optedOut(d.ana.ID))
	require.Equal(t, []consentRow{{false, "provider", ""}}, d.consents(), "once, however often it is told")
}

func TestConsentsCannotBeChanged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.writes(anasNumber, "STOP")
	require.NoError(t, messages.RecordConsent(t.Context(), d.store, d.tenant, id, inbound.Stop, time.Now()))
	for _, statement := range []string{`UPDATE consents SET granted = true`, `DELETE FROM consents`} {
		err := d.store.InTenant(t.Context(), d.tenant, func(ctx context.Context, tx store.Tx) error {
			_, err := tx.Exec(ctx, statement)
			return err
		})
		require.ErrorContains(t, err, "permission denied", statement)
	}
}

func TestConversationsHearOfConsent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `INSERT INTO sms_channels (tenant_id, id, name, number, users_may_start, created_at) VALUES ($1, $2, 'Desk', $3, true, now())`, tx.Tenant, store.NewID(), ourNumber)
		require.NoError(t, err)
	})
	hello := d.writes(anasNumber, "hello")
	require.True(t, d.weigh(hello).MayStart)
	require.False(t, d.weigh(hello).OpenConversation)
	_, err := conversations.Join(t.Context(), d.store, d.tenant, hello)
	require.NoError(t, err)
	stop := d.writes(anasNumber, "STOP")
	require.True(t, d.weigh(stop).OpenConversation)
	before := d.events()
	require.NoError(t, messages.RecordConsent(t.Context(), d.store, d.tenant, stop, inbound.Stop, time.Now()))
	require.Equal(t, 1, d.events()-before)
}
