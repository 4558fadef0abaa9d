package store

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
)

// SealedColumns lists what Reseal seals, as "table.column".
func SealedColumns() []string {
	names := make([]string, len(sealedPlaces))
	for i, place := range sealedPlaces {
		names[i] = place.table + "." + place.column
	}
	return names
}

// Explain is the plan of the statement that a query becomes.
func (tx Tx) Explain(ctx context.Context, q ContactQuery) (string, error) {
	conditions, _, err := tx.conditions(ctx, q)
	if err != nil {
		return "", err
	}
	if err := tx.weigh(ctx, conditions); err != nil {
		return "", err
	}
	args := &arguments{}
	sql := statement(conditions, place{}, 51, args)
	rows, err := tx.Query(ctx, "EXPLAIN (ANALYZE, BUFFERS) "+sql, args.values...)
	if err != nil {
		return "", err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return sql + "\n" + strings.Join(lines, "\n"), err
}

// TenantLeft is the tenant that a pooled connection still has when nobody uses it.
func (s *Store) TenantLeft(ctx context.Context) (left string, err error) {
	err = s.pool.QueryRow(ctx, `SELECT coalesce(current_setting('countersign.tenant', true), '')`).Scan(&left)
	return left, err
}
