package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"countersign/core/keys"
)

// NewOperator is a platform account in the making.
type NewOperator struct {
	Name         string
	PasswordHash string
	TOTPSecret   string // of the authenticator app, base 32
}

// CreateOperator makes a platform account. It takes the owner's URL, not the app's: nothing that serves requests can make one.
func CreateOperator(ctx context.Context, ownerURL string, ring *keys.Ring, o NewOperator) error {
	return asOwner(ctx, ownerURL, func(tx *sql.Tx) error {
		id := NewID()
		if _, err := tx.ExecContext(ctx, `INSERT INTO operators (id, name, password_hash, totp_sealed) VALUES ($1, $2, $3, $4)`, id, o.Name, o.PasswordHash, ring.Seal(OperatorTOTP(id), []byte(o.TOTPSecret))); err != nil {
			return fmt.Errorf("store: creating operator: %w", mapError(err))
		}
		return nil
	})
}

// SetOperator closes a platform account, or opens it again; its sessions end. It takes the owner's URL, as CreateOperator does. ErrNotFound when there is none.
func SetOperator(ctx context.Context, ownerURL, name string, open bool) error {
	return changeOperator(ctx, ownerURL, name, func(tx *sql.Tx, id uuid.UUID) error {
		_, err := tx.ExecContext(ctx, `UPDATE operators SET disabled_at = CASE WHEN $2 THEN NULL ELSE now() END WHERE id = $1`, id, open)
		return mapError(err)
	})
}

// SetOperatorTOTP gives a platform account another authenticator, in place of one that was lost or never there; its sessions end. ErrNotFound when there is none.
func SetOperatorTOTP(ctx context.Context, ownerURL string, ring *keys.Ring, name, secret string) error {
	return changeOperator(ctx, ownerURL, name, func(tx *sql.Tx, id uuid.UUID) error {
		if _, err := tx.ExecContext(ctx, `UPDATE operators SET totp_sealed = $2, totp_step = NULL WHERE id = $1`, id, ring.Seal(OperatorTOTP(id), []byte(secret))); err != nil {
			return mapError(err)
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO operator_audit (id, operator, action, details) VALUES ($1, $2, 'operator.totp_set', '{}')`, NewID(), name)
		return mapError(err)
	})
}

// OperatorTOTP is the place that an operator's secret is sealed for: it belongs to no tenant.
func OperatorTOTP(id uuid.UUID) keys.Where { return SealedAt("operators", "totp_sealed", uuid.Nil, id) }

// changeOperator changes an account and ends its sessions.
func changeOperator(ctx context.Context, ownerURL, name string, change func(*sql.Tx, uuid.UUID) error) error {
	return asOwner(ctx, ownerURL, func(tx *sql.Tx) error {
		var id uuid.UUID
		if err := tx.QueryRowContext(ctx, `SELECT id FROM operators WHERE name = $1 FOR UPDATE`, name).Scan(&id); errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		} else if err != nil {
			return mapError(err)
		}
		if err := change(tx, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM operator_sessions WHERE operator_id = $1`, id)
		return mapError(err)
	})
}

func asOwner(ctx context.Context, ownerURL string, fn func(*sql.Tx) error) error {
	db, err := openOwner(ownerURL)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return mapError(err)
	}
	if err := fn(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return mapError(tx.Commit())
}
