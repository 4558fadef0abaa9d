package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/store"
	"countersign/store/db"
	"countersign/store/people"
	"countersign/store/retention"
)

// wrote puts a conversation with one message on file, and a technician verification with one, all of them closed.
func (d *desk) wrote(contact people.Contact, at time.Time) (conversation uuid.UUID) {
	d.t.Helper()
	conversation, request := store.NewID(), store.NewID()
	d.in(func(ctx context.Context, tx store.Tx) {
		index := tx.Index("contact-point", contact.ContactPoints[0].Value)
		channel := store.NewID()
		exec := func(sql string, args ...any) {
			_, err := tx.Exec(ctx, sql, args...)
			require.NoError(d.t, err)
		}
		exec(`INSERT INTO sms_channels (tenant_id, id, name, number, created_at) VALUES ($1, $2, 'Desk', $3, now())`, d.tenant, channel, "+"+channel.String())
		exec(`INSERT INTO conversations (tenant_id, id, channel_id, their_index, their_sealed, their_masked, contact_id, ticket_reference, status, opened_at, last_at, closed_at)
			VALUES ($1, $2, $3, $4, $5, 'masked', $6, 'CS-1', 'closed', $7, $7, $7)`, d.tenant, conversation, channel, index, tx.Seal("conversations", "their_sealed", conversation, contact.ContactPoints[0].Value), contact.ID, at)
		exec(`INSERT INTO technician_verifications (tenant_id, id, point_index, point_sealed, point_masked, transport, our_point, status, contact_id, key_id, opened_at, expires_at, closed_at)
			VALUES ($1, $2, $3, $4, 'masked', 'sms', '+1', 'confirmed', $5, 'k1', $6, $6, $6)`, d.tenant, request, index, tx.Seal("technician_verifications", "point_sealed", request, contact.ContactPoints[0].Value), contact.ID, at)
		for _, of := range []struct{ conversation, request *uuid.UUID }{{&conversation, nil}, {nil, &request}} {
			id := store.NewID()
			exec(`INSERT INTO messages (tenant_id, id, direction, transport, kind, our_point, their_index, their_sealed, their_masked, body_sealed, at, status, conversation_id, technician_verification_id)
				VALUES ($1, $2, 'inbound', 'sms', 'inbound', '+1', $3, $4, 'masked', $5, $6, 'received', $7, $8)`,
				d.tenant, id, index, tx.Seal("messages", "their_sealed", id, contact.ContactPoints[0].Value), tx.Seal("messages", "body_sealed", id, "my printer"), at, of.conversation, of.request)
		}
	})
	return conversation
}

// kept counts what still tells who wrote or what.
func (d *desk) kept() (n int) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(d.t, tx.QueryRow(ctx, `SELECT (SELECT count(*) FROM messages WHERE body_sealed IS NOT NULL OR their_sealed IS NOT NULL OR their_index <> '' OR their_masked = 'masked')
			+ (SELECT count(*) FROM conversations WHERE their_sealed IS NOT NULL OR their_index <> '' OR contact_id IS NOT NULL OR their_masked = 'masked')
			+ (SELECT count(*) FROM technician_verifications WHERE point_sealed IS NOT NULL OR point_index <> '' OR contact_id IS NOT NULL OR point_masked = 'masked')`).Scan(&n))
	})
	return n
}

func TestAnErasedPersonsMessagesGoToo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ben := d.person("Ben", "+14155550181")
	d.wrote(d.ana, moment())
	d.wrote(ben, moment())
	require.Equal(t, 8, d.kept())
	d.in(func(ctx context.Context, tx store.Tx) { require.NoError(t, people.EraseContact(ctx, tx, d.ana.ID)) })
	require.Equal(t, 4, d.kept(), "Ben's stay")
}

func TestWhatWasWrittenIsForgottenInItsTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	old := d.wrote(d.ana, moment().AddDate(-2, 0, 0))
	d.wrote(d.person("Ben", "+14155550181"), moment())
	_, err := retention.Apply(t.Context(), d.store, d.tenant, time.Now(), 100)
	require.NoError(t, err)
	require.Equal(t, 4, d.kept(), "what is young stays")
	d.in(func(ctx context.Context, tx store.Tx) {
		row, err := db.New(tx).ResourceConversation(ctx, old)
		require.NoError(t, err)
		require.Equal(t, "closed", row.Status, "that there was one stays")
	})
}
