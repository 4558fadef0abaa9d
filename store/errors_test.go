package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"countersign/store"
	"countersign/store/storetest"
)

func TestWhichErrorsAreOutages(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"57P01", "57P02", "57P03", "57014", "08006", "08003", "53300", "53100", "58030", "25006", "55P03", "40001"} {
		require.True(t, store.Away(fmt.Errorf("reading: %w", &pgconn.PgError{Code: code})), code)
	}
	for _, code := range []string{"22021", "23505", "42P01", "42501", "XX000", "P0001"} {
		require.False(t, store.Away(&pgconn.PgError{Code: code}), code)
	}
	for _, err := range []error{io.ErrUnexpectedEOF, &net.OpError{Op: "read", Err: syscall.ECONNRESET}, &pgconn.ConnectError{}} {
		require.True(t, store.Away(fmt.Errorf("writing: %w", err)), err)
	}
	require.False(t, store.Away(errors.New("a mistake of ours")))
	require.False(t, store.Away(nil))
}

// A connection that the server cuts in the middle of a transaction is an outage.
func TestACutConnectionIsAnOutage(t *testing.T) {
	t.Parallel()
	s, owner := storetest.NewWithOwner(t)
	tenant := storetest.Tenant(t, s)
	server, err := pgx.Connect(t.Context(), owner)
	require.NoError(t, err)
	defer func() { _ = server.Close(context.WithoutCancel(t.Context())) }()
	err = s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		var pid int
		require.NoError(t, tx.QueryRow(ctx, `SELECT pg_backend_pid()`).Scan(&pid))
		_, err := server.Exec(ctx, `SELECT pg_terminate_backend($1, 5000)`, pid)
		require.NoError(t, err)
		_, err = tx.Exec(ctx, `SELECT 1`)
		return err
	})
	require.True(t, store.Away(err), "%v", err)
}
