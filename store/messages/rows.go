package messages

import (
	"context"

	"countersign/store"
	"countersign/store/db"

	"github.com/google/uuid"
)

// Get reads the row of a message.
func Get(ctx context.Context, tx store.Tx, id uuid.UUID) (db.Message, error) {
	return db.New(tx).GetMessage(ctx, id)
}
