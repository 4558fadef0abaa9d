package tickets

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// DefaultRow is a row as the database has it.
type DefaultRow = db.TicketDefault

// WriteRow is a row as the database has it.
type WriteRow = db.TicketWrite

// LoadDefault reads the row of a ticket default.
func LoadDefault(ctx context.Context, tx store.Tx, id uuid.UUID) (DefaultRow, error) {
	return db.New(tx).ResourceTicketDefault(ctx, id)
}

// LoadWrite reads the row of a write into a ticket.
func LoadWrite(ctx context.Context, tx store.Tx, id uuid.UUID) (WriteRow, error) {
	return db.New(tx).ResourceTicketWrite(ctx, id)
}
