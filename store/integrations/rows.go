package integrations

import (
	"context"

	"countersign/store"
	"countersign/store/db"

	"github.com/google/uuid"
)

// Row is a row, or the parameters of a statement, as the database has them.
type Row = db.Integration

// Load reads the row of an integration.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceIntegration(ctx, id)
}
