package store

import (
	"context"
	"fmt"
)

// CreateOperator makes a platform account. It takes the owner's URL, not the app's: nothing that serves requests can make one.
func CreateOperator(ctx context.Context, ownerURL, name, passwordHash string) error {
	db, err := openOwner(ownerURL)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `INSERT INTO operators (id, name, password_hash) VALUES ($1, $2, $3)`, NewID(), name, passwordHash); err != nil {
		return fmt.Errorf("store: creating operator: %w", mapError(err))
	}
	return nil
}
