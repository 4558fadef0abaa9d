package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"countersign/core/keys"
	"countersign/store/db"
)

// ErrNotFound is returned when a row does not exist in this tenant.
var ErrNotFound = errors.New("store: not found")

// ErrConflict is returned when a row stands in the way: a name that is taken, a person who is being verified right now.
var ErrConflict = errors.New("store: conflict")

// Tx is a transaction of one tenant: it sees and writes that tenant's rows only.
type Tx struct {
	pgx.Tx
	*db.Queries
	Tenant uuid.UUID
	ring   *keys.Ring
}

// maxTries bounds how often a transaction that lost against another one is run again.
const maxTries = 6

// Tenant runs fn in a transaction of one tenant and commits when it returns nil. A transaction that Postgres ended for the sake of another one
// (deadlock, serialization) is run again from the start, so fn must have no effects but its statements.
// An absent row comes back as ErrNotFound, a broken unique or foreign key as ErrConflict.
func (s *Store) Tenant(ctx context.Context, tenant uuid.UUID, fn func(ctx context.Context, tx Tx) error) error {
	return again(ctx, func() error { return s.once(ctx, tenant, fn) })
}

// again runs a transaction until it has not lost against another one.
func again(ctx context.Context, transaction func() error) error {
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
	return named(err)
}

func (s *Store) once(ctx context.Context, tenant uuid.UUID, fn func(ctx context.Context, tx Tx) error) error {
	// Both statements travel in one message: no round trip is spent on the wall. A uuid's text needs no quoting.
	options := pgx.TxOptions{BeginQuery: "BEGIN; SET LOCAL countersign.tenant = '" + tenant.String() + "'"}
	return pgx.BeginTxFunc(ctx, s.pool, options, func(tx pgx.Tx) error {
		return fn(ctx, Tx{Tx: tx, Queries: db.New(tx), Tenant: tenant, ring: s.ring})
	})
}

func lostRace(err error) bool {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pgErr.Code == "40001" || pgErr.Code == "40P01")
}

// named gives the errors that callers act on their names.
func named(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && (pgErr.Code == "23505" || pgErr.Code == "23503") {
		return fmt.Errorf("%w: %w", ErrConflict, err)
	}
	return err
}

// Seal encrypts a value for one place of this tenant.
func (tx Tx) Seal(table, column string, row uuid.UUID, plain string) []byte {
	return tx.ring.Seal(where(table, column, tx.Tenant, row), []byte(plain))
}

// Open decrypts what Seal made for the same place.
func (tx Tx) Open(table, column string, row uuid.UUID, sealed []byte) (string, error) {
	plain, err := tx.ring.Open(where(table, column, tx.Tenant, row), sealed)
	if err != nil {
		return "", fmt.Errorf("%s.%s of row %s: %w", table, column, row, err)
	}
	return string(plain), nil
}

func where(table, column string, tenant, row uuid.UUID) keys.Where {
	return keys.Where{Table: table, Column: column, Tenant: tenant.String(), Row: row.String()}
}

// Index is the keyed hash that a value of this tenant is found by.
func (tx Tx) Index(purpose, value string) []byte {
	return tx.ring.Index(purpose, tx.Tenant.String(), value)
}

// Platform runs fn in a transaction without a tenant. It sees only what belongs to none: throttled sign-ins.
func (s *Store) Platform(ctx context.Context, fn func(ctx context.Context, tx pgx.Tx, queries *db.Queries) error) error {
	return named(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return fn(ctx, tx, db.New(tx)) }))
}
