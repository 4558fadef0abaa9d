package store

import (
	"fmt"

	"github.com/google/uuid"

	"countersign/core/keys"
)

// Ring is the key ring that this tenant's values are sealed with.
func (tx Tx) Ring() *keys.Ring { return tx.ring }

// Seal encrypts a value for one place of this tenant.
func (tx Tx) Seal(table, column string, row uuid.UUID, plain string) []byte {
	return tx.ring.Seal(SealedAt(table, column, tx.Tenant, row), []byte(plain))
}

// Open decrypts what Seal made for the same place.
func (tx Tx) Open(table, column string, row uuid.UUID, sealed []byte) (string, error) {
	plain, err := tx.ring.Open(SealedAt(table, column, tx.Tenant, row), sealed)
	if err != nil {
		return "", fmt.Errorf("%s.%s of row %s: %w", table, column, row, err)
	}
	return string(plain), nil
}

// SealedAt is the place that a sealed value is bound to.
func SealedAt(table, column string, tenant, row uuid.UUID) keys.Where {
	return keys.Where{Table: table, Column: column, Tenant: tenant.String(), Row: row.String()}
}

// Index is the keyed hash that a value of this tenant is found by.
func (tx Tx) Index(purpose, value string) []byte {
	return tx.ring.Index(purpose, tx.Tenant.String(), value)
}
