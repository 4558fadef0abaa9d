package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store/db"
)

// NewAPIKey says which key to make. User is the person it acts as; nil: it speaks as "API key NAME".
type NewAPIKey struct {
	Name   string
	Scopes []string
	User   *uuid.UUID
	At     time.Time
}

// apiKeyPrefixLength is how much of a secret is shown in lists, to recognise a key by: "cs_" and five characters.
const apiKeyPrefixLength = 8

// AddAPIKey keeps a key by the hash of its secret.
func (tx Tx) AddAPIKey(ctx context.Context, n NewAPIKey, secret string) (db.APIKey, error) {
	id := NewID()
	err := tx.InsertAPIKey(ctx, db.InsertAPIKeyParams{
		TenantID: tx.Tenant, ID: id, Name: n.Name, Prefix: secret[:min(len(secret), apiKeyPrefixLength)], SecretHash: TokenHash(secret),
		Scopes: n.Scopes, UserID: n.User, At: n.At,
	})
	if err != nil {
		return db.APIKey{}, err
	}
	return tx.GetAPIKey(ctx, id)
}

// SawAPIKey notes that a key was used.
func (s *Store) SawAPIKey(ctx context.Context, tenant, key uuid.UUID, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		return tx.UseAPIKey(ctx, db.UseAPIKeyParams{ID: key, At: &at})
	})
}
