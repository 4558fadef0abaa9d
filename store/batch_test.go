package store_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/store"
	"countersign/store/storetest"
)

const stopped = `INSERT INTO opt_outs (tenant_id, value_index, source) VALUES ($1, $2, 'carrier')`

// What goes in one message is one transaction of one tenant, and leaves nothing of it behind.
func TestWritesInOneMessageAreOneTransaction(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, other := storetest.Tenant(t, s), storetest.Tenant(t, s)
	count := func() (n int) {
		require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
			return tx.QueryRow(ctx, `SELECT count(*) FROM opt_outs`).Scan(&n)
		}))
		return n
	}
	rows, err := s.BatchInTenant(t.Context(), tenant, func(tx store.Tx) error {
		for _, number := range []string{"a", "b"} {
			if _, err := tx.Exec(t.Context(), stopped, tenant, []byte(number)); err != nil {
				return err
			}
		}
		_, err := tx.Exec(t.Context(), `UPDATE opt_outs SET source = 'sms'`)
		return err
	})
	require.NoError(t, err)
	require.Equal(t, []int64{1, 1, 2}, rows)
	require.Equal(t, 2, count())

	_, err = s.BatchInTenant(t.Context(), tenant, func(tx store.Tx) error {
		if _, err := tx.Exec(t.Context(), stopped, tenant, []byte("c")); err != nil {
			return err
		}
		_, err := tx.Exec(t.Context(), stopped, tenant, []byte("a"))
		return err
	})
	require.ErrorIs(t, err, store.ErrConflict)
	require.Equal(t, 2, count(), "the first goes with the second")

	_, err = s.BatchInTenant(t.Context(), tenant, func(tx store.Tx) error {
		_, err := tx.Exec(t.Context(), stopped, other, []byte("d"))
		return err
	})
	require.ErrorContains(t, err, "row-level security")
	_, err = s.BatchInTenant(t.Context(), tenant, func(tx store.Tx) error {
		var n int
		return tx.QueryRow(t.Context(), `SELECT count(*) FROM opt_outs`).Scan(&n)
	})
	require.Error(t, err, "nothing can be read")
	for range 20 {
		left, err := s.TenantLeft(t.Context())
		require.NoError(t, err)
		require.Empty(t, left)
	}
}
