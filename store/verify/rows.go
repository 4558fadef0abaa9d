package verify

import (
	"context"

	"countersign/store"
	"countersign/store/db"

	"github.com/google/uuid"
)

// Row is a row, or the parameters of a statement, as the database has them.
type Row = db.Verification

// Load reads the row of a verification.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceVerification(ctx, id)
}
