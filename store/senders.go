package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"countersign/core/admission"
	"countersign/core/lookalike"
)

// The kinds of sender that an operator assigns.
const (
	SenderNumber  = "number"  // E.164
	SenderMailbox = "mailbox" // an address in lower case
)

// AssignSender gives a number or mailbox to an MSP. It takes the owner's URL, not the app's: nothing that serves requests can assign one.
// ErrNotFound when there is no such MSP, ErrConflict when another MSP has the sender.
func AssignSender(ctx context.Context, ownerURL, slug, kind, value string) error {
	return asOperator(ctx, ownerURL, slug, func(tx *sql.Tx, tenant uuid.UUID) error {
		var owner uuid.UUID
		if _, err := tx.ExecContext(ctx, `INSERT INTO senders (kind, value, owner) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, kind, value, tenant); err != nil {
			return mapError(err)
		}
		err := tx.QueryRowContext(ctx, `SELECT owner FROM senders WHERE kind = $1 AND value = $2`, kind, value).Scan(&owner)
		if err == nil && owner != tenant {
			return ErrConflict
		}
		return mapError(err)
	})
}

// RemoveSender takes a number or mailbox away from an MSP; ErrNotFound when it has no such sender. From then on the platform's stands in.
func RemoveSender(ctx context.Context, ownerURL, slug, kind, value string) error {
	return asOperator(ctx, ownerURL, slug, func(tx *sql.Tx, tenant uuid.UUID) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM senders WHERE kind = $1 AND value = $2 AND owner = $3`, kind, value, tenant)
		if err != nil {
			return mapError(err)
		}
		if removed, err := done.RowsAffected(); err != nil || removed == 0 {
			return errors.Join(err, ErrNotFound)
		}
		return nil
	})
}

// ListSenders lists the numbers or mailboxes of an MSP.
func ListSenders(ctx context.Context, ownerURL, slug, kind string) (values []string, err error) {
	err = asOperator(ctx, ownerURL, slug, func(tx *sql.Tx, tenant uuid.UUID) error {
		rows, err := tx.QueryContext(ctx, `SELECT value FROM senders WHERE kind = $1 AND owner = $2 ORDER BY value`, kind, tenant)
		if err != nil {
			return mapError(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var value string
			if err := rows.Scan(&value); err != nil {
				return err
			}
			values = append(values, value)
		}
		return rows.Err()
	})
	return values, err
}

// SetCeilings changes what an MSP may set at most. It takes the owner's URL, as AssignSender does.
func SetCeilings(ctx context.Context, ownerURL, slug string, change func(*admission.Ceilings)) (now admission.Ceilings, err error) {
	err = asOperator(ctx, ownerURL, slug, func(tx *sql.Tx, tenant uuid.UUID) error {
		var raw []byte
		if err := tx.QueryRowContext(ctx, `SELECT ceilings FROM tenants WHERE tenant_id = $1 FOR UPDATE`, tenant).Scan(&raw); err != nil {
			return mapError(err)
		}
		if err := json.Unmarshal(raw, &now); err != nil {
			return fmt.Errorf("store: ceilings: %w", err)
		}
		change(&now)
		if raw, err = json.Marshal(now); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE tenants SET ceilings = $2 WHERE tenant_id = $1`, tenant, raw)
		return mapError(err)
	})
	return now.OrDefault(), err
}

// SetSuspended suspends an MSP, or takes that back: while it is suspended its people and keys are refused and nothing leaves for its clients.
func SetSuspended(ctx context.Context, ownerURL, slug string, suspended bool) error {
	return asOperator(ctx, ownerURL, slug, func(tx *sql.Tx, tenant uuid.UUID) error {
		_, err := tx.ExecContext(ctx, `UPDATE tenants SET suspended_at = CASE WHEN $2 THEN now() END WHERE tenant_id = $1`, tenant, suspended)
		return mapError(err)
	})
}

// asOperator runs fn for an MSP with the rights of the database's owner; ErrNotFound when there is no such MSP.
func asOperator(ctx context.Context, ownerURL, slug string, fn func(tx *sql.Tx, tenant uuid.UUID) error) error {
	db, err := openOwner(ownerURL)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return mapError(err)
	}
	defer func() { _ = tx.Rollback() }()
	// Row security holds for the owner too; the role of the door sees every MSP's row.
	if _, err := tx.ExecContext(ctx, `SET LOCAL ROLE countersign_door`); err != nil {
		return mapError(err)
	}
	var tenant uuid.UUID
	if err := tx.QueryRowContext(ctx, `SELECT tenant_id FROM tenants WHERE slug = $1`, slug).Scan(&tenant); errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	} else if err != nil {
		return mapError(err)
	}
	if err := fn(tx, tenant); err != nil {
		return err
	}
	return tx.Commit()
}

// shownNames lists the names that MSPs show, the oldest first.
func shownNames(ctx context.Context, tx *sql.Tx) (names []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT value FROM senders WHERE kind = 'name' ORDER BY claimed_at, value`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// refoldNames writes shown names as core/lookalike folds them today. Of two that have become one the older stays; the MSP of the other keeps showing its name
// until it changes its branding.
func refoldNames(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	names, err := shownNames(ctx, tx)
	if err != nil {
		return err
	}
	for _, name := range names {
		folded := lookalike.Fold(name)
		if folded == name {
			continue
		}
		if folded != "" {
			if _, err := tx.ExecContext(ctx, `INSERT INTO senders (kind, value, owner, claimed_at) SELECT kind, $2, owner, claimed_at FROM senders WHERE kind = 'name' AND value = $1 ON CONFLICT DO NOTHING`, name, folded); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM senders WHERE kind = 'name' AND value = $1`, name); err != nil {
			return err
		}
	}
	return tx.Commit()
}
