package tickets

import (
	"context"

	"countersign/store"
	"countersign/store/db"

	"github.com/google/uuid"
)

// DefaultRow is a row, or the parameters of a statement, as the database has them.
type DefaultRow = db.TicketDefault

// WriteRow is a row, or the parameters of a statement, as the database has them.
type WriteRow = db.TicketWrite

// LoadDefault reads the row of a ticket default.
func LoadDefault(ctx context.Context, tx store.Tx, id uuid.UUID) (DefaultRow, error) {
	return db.New(tx).ResourceTicketDefault(ctx, id)
}

// LoadWrite reads the row of a write into a ticket.
func LoadWrite(ctx context.Context, tx store.Tx, id uuid.UUID) (WriteRow, error) {
	return db.New(tx).ResourceTicketWrite(ctx, id)
}
