package account

import (
	"countersign/api/gen"
	"countersign/store/account"
)

func apiKeyAnswer(key account.APIKey, user *gen.Ref) gen.APIKey {
	scopes := make([]gen.Scope, len(key.Scopes))
	for i, scope := range key.Scopes {
		scopes[i] = gen.Scope(scope)
	}
	return gen.APIKey{ID: key.ID, Name: key.Name, Prefix: key.Prefix, Scopes: scopes, User: user, CreatedAt: key.CreatedAt, LastUsedAt: key.LastUsedAt, RevokedAt: key.RevokedAt, ExpiresAt: key.ExpiresAt}
}
