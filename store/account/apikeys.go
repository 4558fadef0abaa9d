package account

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// APIKey is a row of api_keys.
type APIKey = db.APIKey

// ListedAPIKey is a key with the name of the person it acts as.
type ListedAPIKey = db.ListAPIKeysRow

// NewAPIKey says which key to make. User is the person it acts as; nil: it speaks as "API key NAME".
type NewAPIKey struct {
	Name   string
	Scopes []string
	User   *uuid.UUID
	At     time.Time
	Ends   *time.Time // nil: never
	By     *uuid.UUID // the user who made it
}

// apiKeyPrefixLength is how much of a secret is shown in lists, to recognise a key by: "cs_" and five characters.
const apiKeyPrefixLength = 8

// CreateAPIKey keeps a key by the hash of its secret.
func CreateAPIKey(ctx context.Context, tx store.Tx, n NewAPIKey, secret string) (APIKey, error) {
	id := store.NewID()
	err := db.New(tx).InsertAPIKey(ctx, db.InsertAPIKeyParams{
		TenantID: tx.Tenant, ID: id, Name: n.Name, Prefix: prefixOf(secret), SecretHash: store.TokenHash(secret),
		Scopes: n.Scopes, UserID: n.User, At: n.At, ExpiresAt: n.Ends, CreatedBy: n.By,
	})
	if err != nil {
		return APIKey{}, err
	}
	return db.New(tx).GetAPIKey(ctx, id)
}

// ReplaceAPIKeySecret gives a key another secret, and returns how that begins.
func ReplaceAPIKeySecret(ctx context.Context, tx store.Tx, id uuid.UUID, secret string) (prefix string, err error) {
	prefix = prefixOf(secret)
	return prefix, db.New(tx).ReplaceAPIKeySecret(ctx, db.ReplaceAPIKeySecretParams{ID: id, Prefix: prefix, SecretHash: store.TokenHash(secret)})
}

func prefixOf(secret string) string { return secret[:min(len(secret), apiKeyPrefixLength)] }

// MarkAPIKeyUsed notes that a key was used.
func MarkAPIKeyUsed(ctx context.Context, s *store.Store, tenant, key uuid.UUID, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).UseAPIKey(ctx, db.UseAPIKeyParams{ID: key, At: &at})
	})
}

// GetAPIKey reads an API key.
func GetAPIKey(ctx context.Context, tx store.Tx, id uuid.UUID) (APIKey, error) {
	return db.New(tx).GetAPIKey(ctx, id)
}

// ListAPIKeys lists the API keys, the newest first.
func ListAPIKeys(ctx context.Context, tx store.Tx) ([]ListedAPIKey, error) {
	return db.New(tx).ListAPIKeys(ctx)
}

// RevokeAPIKey revokes an API key; revoked is false when it was revoked before.
func RevokeAPIKey(ctx context.Context, tx store.Tx, id uuid.UUID, at time.Time) (revoked bool, err error) {
	rows, err := db.New(tx).RevokeAPIKey(ctx, db.RevokeAPIKeyParams{ID: id, At: &at})
	return rows == 1, err
}
