package techverify

import (
	"context"

	"countersign/store"
	"countersign/store/db"

	"github.com/google/uuid"
)

// ListCompanies lists the companies that a technician verification may concern.
func ListCompanies(ctx context.Context, tx store.Tx, id uuid.UUID) ([]uuid.UUID, error) {
	return db.New(tx).CompaniesOfTechnicianVerification(ctx, id)
}

// Load reads the row of a technician verification.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceTechnicianVerification(ctx, id)
}
