package messages

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// Get reads the row of a message.
func Get(ctx context.Context, tx store.Tx, id uuid.UUID) (db.Message, error) {
	return db.New(tx).GetMessage(ctx, id)
}
