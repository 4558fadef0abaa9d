package people

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// ContactRow is a row as the database has it.
type ContactRow = db.Contact

// CompanyRow is a row as the database has it.
type CompanyRow = db.Company

// LoadCompany reads the row of a company.
func LoadCompany(ctx context.Context, tx store.Tx, id uuid.UUID) (CompanyRow, error) {
	return db.New(tx).ResourceCompany(ctx, id)
}

// LoadContact reads the row of a contact.
func LoadContact(ctx context.Context, tx store.Tx, id uuid.UUID) (ContactRow, error) {
	return db.New(tx).ResourceContact(ctx, id)
}

// LockImports waits until no other import of this MSP runs.
func LockImports(ctx context.Context, tx store.Tx) error {
	return db.New(tx).LockImports(ctx)
}
