package verify

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// Row is a row as the database has it.
type Row = db.Verification

// Load reads the row of a verification.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceVerification(ctx, id)
}
