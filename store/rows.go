package store

import (
	"context"

	"countersign/store/db"
)

// EventRow is a row as the database has it.
type EventRow = db.Event

// NewestEvent is the number of the newest event.
func NewestEvent(ctx context.Context, tx Tx) (int64, error) {
	return db.New(tx).NewestEvent(ctx)
}
