package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"countersign/core/evidence"
	"countersign/core/keys"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/db"
	"countersign/store/evidencelog"
	"countersign/store/people"
	"countersign/store/retention"
	"countersign/store/verify"
)

func TestStraysAreThoseWithoutARun(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	lost, running, overdue := d.open(d.ana, at), d.open(d.person("Ben", "+14155550181"), at), d.open(d.person("Cy", "+14155550182"), at.Add(-time.Hour))
	for _, v := range []verify.Verification{running, overdue} {
		run := "run-1"
		require.NoError(t, d.store.InTenant(t.Context(), d.tenant, func(ctx context.Context, tx store.Tx) error {
			return db.New(tx).SetRun(ctx, db.SetRunParams{ID: v.ID, RunID: &run})
		}))
	}
	ids := func(now time.Time) (got []uuid.UUID) {
		strays, err := verify.OrphanedVerifications(t.Context(), d.store, now, 100)
		require.NoError(t, err)
		for _, stray := range strays {
			require.Equal(t, d.tenant, stray.Tenant)
			got = append(got, stray.ID)
		}
		return got
	}
	require.Equal(t, []uuid.UUID{overdue.ID}, ids(at.Add(59*time.Second)))
	require.Equal(t, []uuid.UUID{overdue.ID, lost.ID}, ids(at.Add(61*time.Second)))
	closed, err := verify.CloseOrphaned(t.Context(), d.store, d.tenant, lost.ID, at.Add(2*time.Minute), "test")
	require.NoError(t, err)
	require.True(t, closed)
	closed, err = verify.CloseOrphaned(t.Context(), d.store, d.tenant, lost.ID, at.Add(3*time.Minute), "test")
	require.NoError(t, err)
	require.False(t, closed)
	require.Equal(t, verification.Lost, d.read(lost.ID).Reason)
	require.NotContains(t, ids(at.Add(2*time.Minute)), lost.ID)
}

func TestRetentionForgetsWhoAndWhere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	old := d.open(d.ana, moment().AddDate(-2, 0, 0))
	_, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(old))
	require.NoError(t, err)
	fresh := d.open(d.ana, moment())
	for range 2 {
		_, err := retention.Apply(t.Context(), d.store, d.tenant, time.Now(), 100)
		require.NoError(t, err)
	}
	gone := d.read(old.ID)
	require.Equal(t, store.Ref{Name: "Forgotten person"}, gone.Contact)
	require.Equal(t, verification.Approved, gone.Status)
	require.Equal(t, d.company, gone.Company.ID)
	require.Empty(t, gone.Note+gone.TicketID+gone.Leader.Name)
	require.Equal(t, "•••", gone.SentTo)
	require.Equal(t, fresh, d.read(fresh.ID))
	d.in(func(ctx context.Context, tx store.Tx) {
		ana, err := people.GetContact(ctx, tx, d.ana.ID)
		require.NoError(t, err)
		require.Nil(t, ana.ContactPoints[0].VerificationID, "nothing leads from the person to what was forgotten")
		envelopes, err := evidencelog.Of(ctx, tx, old.ID)
		require.NoError(t, err)
		require.Len(t, envelopes, 1)
		_, err = evidence.Verify([][]byte{marshal(t, envelopes[0])}, d.store.Ring().EvidenceKeys())
		require.NoError(t, err)
	})
	require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), d.claim(old, 1, old.OpenedAt).Key, settledOptOut(old)))
}

func TestSweepOfWhatHasATimeToLive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.open(d.ana, moment())
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := account.CreatePasswordToken(ctx, tx, d.sam.ID, account.PurposeReset, time.Now().Add(time.Hour))
		require.NoError(t, err)
	})
	gone, err := retention.DeleteExpired(t.Context(), d.store, time.Now())
	require.NoError(t, err)
	require.Zero(t, gone)
	gone, err = retention.DeleteExpired(t.Context(), d.store, time.Now().Add(25*time.Hour))
	require.NoError(t, err)
	require.EqualValues(t, 2, gone, "the token and one event")
}

func TestResealUnderANewKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	before := d.read(v.ID)
	require.NoError(t, store.CreateOperator(t.Context(), d.owner, d.store.Ring(), store.NewOperator{Name: "ops", PasswordHash: "x", TOTPSecret: "JBSWY3DPEHPK3PXP"}))
	ops, err := account.FindOperator(t.Context(), d.store, "ops")
	require.NoError(t, err)
	rotated := d.store.Ring().Rotated()
	s, err := store.Open(t.Context(), d.owner, rotated)
	require.NoError(t, err)
	t.Cleanup(s.Close)
	values, err := retention.Reseal(t.Context(), s)
	require.NoError(t, err)
	require.Equal(t, 5, values, "a mobile, an e-mail address, a note, a technician's address, an operator's authenticator")
	secret, err := account.OperatorSecret(t.Context(), s, ops.ID)
	require.NoError(t, err)
	require.Equal(t, "JBSWY3DPEHPK3PXP", secret)
	values, err = retention.Reseal(t.Context(), s)
	require.NoError(t, err)
	require.Zero(t, values)
	d.store = s
	require.Equal(t, before, d.read(v.ID))

	other, err := store.Open(t.Context(), d.owner, keys.Generate().Rotated().Rotated())
	require.NoError(t, err)
	t.Cleanup(other.Close)
	_, err = retention.Reseal(t.Context(), other)
	require.ErrorIs(t, err, keys.ErrSealed, "a ring that does not open a value changes nothing")
}

// A new sealed column must be resealed too.
func TestEverySealedColumnIsResealed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	conn := d.asOwner()
	rows, err := conn.Query(t.Context(), `SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name LIKE '%sealed%' ORDER BY 1`)
	require.NoError(t, err)
	columns, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	resealed := []string{"idempotency_keys.made_sealed", "idempotency_keys.response_sealed"} // they live for a day
	for _, sealed := range append(slices.Clone(retention.SealedColumns), retention.OperatorsColumn) {
		resealed = append(resealed, sealed.Table+"."+sealed.Column)
	}
	slices.Sort(resealed)
	require.Equal(t, columns, resealed)
}
