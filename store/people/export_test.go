package people

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"countersign/store"
)

// Explain is the plan of the statement that a query becomes.
func Explain(ctx context.Context, tx store.Tx, q ContactQuery) (string, error) {
	conditions, _, err := searchConditions(ctx, tx, q)
	if err != nil {
		return "", err
	}
	if err := weigh(ctx, tx, conditions); err != nil {
		return "", err
	}
	args := &store.Arguments{}
	sql := statement(conditions, place{}, 51, args)
	rows, err := tx.Query(ctx, "EXPLAIN (ANALYZE, BUFFERS) "+sql, args.Values...)
	if err != nil {
		return "", err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return sql + "\n" + strings.Join(lines, "\n"), err
}
