package store

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Batch sends the writes of fn in one message instead of one by one. They run in their order, and the first one that fails ends the transaction.
// fn may only write: its statements have not run when it returns, so it has nothing to read or count.
func (tx Tx) Batch(ctx context.Context, fn func(tx Tx) error) error {
	if _, inBatch := tx.conn.(*queueing); inBatch {
		return fn(tx)
	}
	queue := &queueing{}
	if err := fn(Tx{Tenant: tx.Tenant, conn: queue, ring: tx.ring}); err != nil {
		return err
	}
	if queue.batch.Len() == 0 {
		return nil
	}
	return tx.SendBatch(ctx, &queue.batch)
}

// SendBatch runs the statements of a batch in one message; what they return goes to the functions that the batch names.
func (tx Tx) SendBatch(ctx context.Context, batch *pgx.Batch) error {
	return mapError(tx.conn.SendBatch(ctx, batch).Close())
}

// BatchInTenant runs the writes of fn as a transaction of one tenant in a single message: Postgres runs the statements of one message as one transaction.
// It returns how many rows each statement wrote. fn may run again, and may only write.
func (s *Store) BatchInTenant(ctx context.Context, tenant uuid.UUID, fn func(tx Tx) error) (rows []int64, err error) {
	err = retryTx(ctx, func() error {
		queue := &queueing{}
		queue.batch.Queue(`SELECT set_config('countersign.tenant', $1, true)`, tenant.String())
		if err := fn(s.tx(queue, tenant)); err != nil {
			return err
		}
		rows = rows[:0]
		for _, written := range queue.batch.QueuedQueries[1:] {
			written.Exec(func(tag pgconn.CommandTag) error {
				rows = append(rows, tag.RowsAffected())
				return nil
			})
		}
		return mapError(s.pool.SendBatch(ctx, &queue.batch).Close())
	})
	return rows, err
}

// errWritesOnly reports a mistake in the caller: fn of a batch read something.
var errWritesOnly = errors.New("store: a batch may only write")

// queueing keeps statements instead of running them.
type queueing struct {
	pgx.Tx
	batch pgx.Batch
}

func (q *queueing) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	q.batch.Queue(sql, args...)
	return pgconn.CommandTag{}, nil
}

func (q *queueing) Query(context.Context, string, ...any) (pgx.Rows, error) {
	return nil, errWritesOnly
}

func (q *queueing) QueryRow(context.Context, string, ...any) pgx.Row { return refusedRow{} }

type refusedRow struct{}

func (refusedRow) Scan(...any) error { return errWritesOnly }
