package techverify

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// ListCompanies lists the companies that a technician verification may concern.
func ListCompanies(ctx context.Context, tx store.Tx, id uuid.UUID) ([]uuid.UUID, error) {
	return db.New(tx).CompaniesOfTechnicianVerification(ctx, id)
}

// Load reads the row of a technician verification.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceTechnicianVerification(ctx, id)
}
