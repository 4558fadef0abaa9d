package store

import (
	"context"
	"errors"
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

// SetOperator closes a platform account, or opens it again; its sessions end. It takes the owner's URL, as CreateOperator does. ErrNotFound when there is none.
func SetOperator(ctx context.Context, ownerURL, name string, open bool) error {
	db, err := openOwner(ownerURL)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	done, err := db.ExecContext(ctx, `UPDATE operators SET disabled_at = CASE WHEN $2 THEN NULL ELSE now() END WHERE name = $1`, name, open)
	if err != nil {
		return mapError(err)
	}
	if changed, err := done.RowsAffected(); err != nil || changed == 0 {
		return errors.Join(err, ErrNotFound)
	}
	_, err = db.ExecContext(ctx, `DELETE FROM operator_sessions s USING operators o WHERE o.id = s.operator_id AND o.name = $1`, name)
	return mapError(err)
}
