package integrations

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// Row is a row as the database has it.
type Row = db.Integration

// Load reads the row of an integration.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceIntegration(ctx, id)
}
