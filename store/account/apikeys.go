package account

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store"
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

// CreateAPIKey keeps a key by the hash of its secret.
func CreateAPIKey(ctx context.Context, tx store.Tx, n NewAPIKey, secret string) (db.APIKey, error) {
	id := store.NewID()
	err := db.New(tx).InsertAPIKey(ctx, db.InsertAPIKeyParams{
		TenantID: tx.Tenant, ID: id, Name: n.Name, Prefix: secret[:min(len(secret), apiKeyPrefixLength)], SecretHash: store.TokenHash(secret),
		Scopes: n.Scopes, UserID: n.User, At: n.At,
	})
	if err != nil {
		return db.APIKey{}, err
	}
	return db.New(tx).GetAPIKey(ctx, id)
}

// MarkAPIKeyUsed notes that a key was used.
func MarkAPIKeyUsed(ctx context.Context, s *store.Store, tenant, key uuid.UUID, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).UseAPIKey(ctx, db.UseAPIKeyParams{ID: key, At: &at})
	})
}
