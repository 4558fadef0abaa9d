package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Exec runs one statement outside a tenant. It reaches only the functions of schema door and rows that belong to no tenant.
func (s *Store) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	tag, err := s.pool.Exec(ctx, sql, args...)
	return tag, mapError(err)
}

// QueryRow is Exec for a statement that returns one row.
func (s *Store) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return mappedRow{s.pool.QueryRow(ctx, sql, args...)}
}

// One reads the one row of a statement outside a tenant into the fields of T, by their order. No row is ErrNotFound.
func One[T any](ctx context.Context, s *Store, sql string, args ...any) (T, error) {
	rows, err := s.pool.Query(ctx, sql, args...)
	if err != nil {
		var none T
		return none, err
	}
	row, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[T])
	return row, mapError(err)
}

// All reads the rows of a statement outside a tenant into the fields of T, by their order.
func All[T any](ctx context.Context, s *Store, sql string, args ...any) ([]T, error) {
	rows, err := s.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[T])
}
