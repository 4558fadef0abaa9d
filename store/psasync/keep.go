package psasync

import (
	"context"

	"countersign/store"
)

// keep writes rows, as many at once as the database takes. A row that it would refuse every time is left out and returned: the others must not wait for it.
func keep[Row any](ctx context.Context, tx store.Tx, rows []Row, write func(ctx context.Context, tx store.Tx, rows []Row) error) (refused []Row, err error) {
	if len(rows) == 0 {
		return nil, nil
	}
	err = tx.Savepoint(ctx, func(ctx context.Context, tx store.Tx) error { return write(ctx, tx, rows) })
	switch {
	case !store.CannotKeep(err):
		return nil, err
	case len(rows) == 1:
		return rows, nil
	}
	for _, half := range [][]Row{rows[:len(rows)/2], rows[len(rows)/2:]} {
		left, err := keep(ctx, tx, half, write)
		if err != nil {
			return nil, err
		}
		refused = append(refused, left...)
	}
	return refused, nil
}
