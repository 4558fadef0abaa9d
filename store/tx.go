package store

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"countersign/core/keys"
	"countersign/store/db"
)

// Tx is a transaction of one tenant: it reads and writes the rows of that tenant only. Rooms below store run their queries with db.New(tx).
type Tx struct {
	Tenant uuid.UUID
	conn   pgx.Tx
	ring   *keys.Ring
}

var _ db.DBTX = Tx{}

// Exec runs a statement. An absent row is ErrNotFound, a broken unique or foreign key is ErrConflict, here and in Query and QueryRow.
func (tx Tx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	tag, err := tx.conn.Exec(ctx, sql, args...)
	return tag, mapError(err)
}

// Query runs a statement that returns rows.
func (tx Tx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	rows, err := tx.conn.Query(ctx, sql, args...)
	return mappedRows{rows}, mapError(err)
}

// QueryRow runs a statement that returns one row.
func (tx Tx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return mappedRow{tx.conn.QueryRow(ctx, sql, args...)}
}

// maxTries bounds how often a transaction that lost against another one is run again.
const maxTries = 6

// InTenant runs fn in a transaction of one tenant and commits when it returns nil. A transaction that Postgres ended in favour of another one
// (deadlock, serialization) is run again from the start, so fn must have no effects but its statements.
// An absent row is ErrNotFound, a broken unique or foreign key is ErrConflict.
func (s *Store) InTenant(ctx context.Context, tenant uuid.UUID, fn func(ctx context.Context, tx Tx) error) error {
	return retryTx(ctx, func() error { return s.TryInTenant(ctx, tenant, fn) })
}

// InTenant is Store.InTenant for a transaction that has a result. Each run of fn makes it anew, so nothing of a run that lost stays in it.
func InTenant[T any](ctx context.Context, s *Store, tenant uuid.UUID, fn func(ctx context.Context, tx Tx) (T, error)) (result T, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) (err error) {
		result, err = fn(ctx, tx)
		return err
	})
	return result, err
}

// TryInTenant is InTenant without the retry, for a transaction whose wait or order matters.
func (s *Store) TryInTenant(ctx context.Context, tenant uuid.UUID, fn func(ctx context.Context, tx Tx) error) error {
	// Both statements travel in one message, so setting the tenant costs no round trip. The text of a UUID needs no quoting.
	options := pgx.TxOptions{BeginQuery: "BEGIN; SET LOCAL countersign.tenant = '" + tenant.String() + "'"}
	return mapError(pgx.BeginTxFunc(ctx, s.pool, options, func(tx pgx.Tx) error { return fn(ctx, s.tx(tx, tenant)) }))
}

// WithoutTenant runs fn in a transaction of no tenant. It sees only rows that belong to no tenant, such as the counts of failed sign-ins.
func (s *Store) WithoutTenant(ctx context.Context, fn func(ctx context.Context, tx Tx) error) error {
	return mapError(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return fn(ctx, s.tx(tx, uuid.Nil)) }))
}

// Savepoint runs fn as a part of the transaction: when it fails, only what it did is undone, and the transaction can go on.
func (tx Tx) Savepoint(ctx context.Context, fn func(ctx context.Context, tx Tx) error) error {
	return mapError(pgx.BeginFunc(ctx, tx.conn, func(inner pgx.Tx) error { return fn(ctx, Tx{Tenant: tx.Tenant, conn: inner, ring: tx.ring}) }))
}

func (s *Store) tx(conn pgx.Tx, tenant uuid.UUID) Tx {
	return Tx{Tenant: tenant, conn: conn, ring: s.ring}
}

// retryTx runs a transaction until Postgres does not end it in favour of another one.
func retryTx(ctx context.Context, transaction func() error) error {
	var err error
	for try := range maxTries {
		if err = transaction(); !lostRace(err) {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(rand.Int64N(int64(5*time.Millisecond) << try))):
		}
	}
	return err
}
