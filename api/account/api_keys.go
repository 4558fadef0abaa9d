package account

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
)

// APIKeys answers for the keys of programs.
type APIKeys struct {
	Store *store.Store
	Now   func() time.Time
	Mails Mails
}

// ListAPIKeys lists keys without their secrets, the newest first.
func (a APIKeys) ListAPIKeys(ctx context.Context, _ gen.ListAPIKeysRequestObject) (gen.ListAPIKeysResponseObject, error) {
	keys, err := gate.InTenant(ctx, a.Store, account.ListAPIKeys)
	return gen.ListAPIKeys200JSONResponse{Items: list.Of(keys, listedKeyAnswer)}, err
}

// CreateAPIKey makes a key and shows its secret this once.
func (a APIKeys) CreateAPIKey(ctx context.Context, request gen.CreateAPIKeyRequestObject) (gen.CreateAPIKeyResponseObject, error) {
	name := strings.TrimSpace(request.Body.Name)
	if name == "" {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "name", Message: "This is needed."})
	}
	scopes := []string{}
	for _, scope := range request.Body.Scopes {
		scopes = append(scopes, string(scope))
	}
	slices.Sort(scopes)
	actor, now := gate.ActorOf(ctx), a.Now()
	ends, err := keyEnds(request.Body.ExpiresAt, now)
	if err != nil {
		return nil, err
	}
	asked := account.NewAPIKey{Name: name, Scopes: slices.Compact(scopes), User: request.Body.UserID, At: now, Ends: &ends}
	if actor.Kind == gate.ActorUser {
		asked.By = &actor.ID
	}
	secret := gate.APIKeyPrefix + store.NewToken()
	made, err := gate.Make(ctx, a.Store, func(ctx context.Context, tx store.Tx) (made madeKey, err error) {
		if actor.APIKey != uuid.Nil {
			used, err := account.GetAPIKey(ctx, tx, actor.APIKey)
			if err != nil {
				return made, err
			}
			asked.By = used.CreatedBy // a key is made by whoever made the key that makes it
		}
		user, err := actingPerson(ctx, tx, asked)
		if err != nil {
			return made, err
		}
		if err := freeName(ctx, tx, asked.Name, uuid.Nil); err != nil {
			return made, err
		}
		key, err := account.CreateAPIKey(ctx, tx, asked, secret)
		if err != nil {
			return made, err
		}
		made.Key = apiKeyAnswer(key, user)
		if asked.By != nil && *asked.By == actor.ID {
			made.Key.CreatedBy = &gen.Ref{ID: actor.ID, Name: actor.Name}
		}
		if made.Alerts, err = a.Mails.keyMade(ctx, tx, key, actor); err != nil {
			return made, err
		}
		return made, gate.Audit(ctx, tx, store.AuditEntry{Action: "api_key.created", SubjectKind: "api_key", SubjectID: key.ID.String(), Details: map[string]any{"name": key.Name, "scopes": key.Scopes, "user_id": key.UserID}})
	})
	if err != nil {
		return nil, err
	}
	if err := a.replaceUnseen(ctx, &made.Key, secret); err != nil {
		return nil, err
	}
	for _, alert := range made.Alerts {
		a.Mails.post(ctx, actor.Tenant, alert)
	}
	key := made.Key
	return gen.CreateAPIKey201JSONResponse{
		ID: key.ID, Name: key.Name, Prefix: key.Prefix, Scopes: key.Scopes, User: key.User, CreatedAt: key.CreatedAt, ExpiresAt: key.ExpiresAt, CreatedBy: key.CreatedBy, Secret: &secret,
	}, nil
}

// madeKey is a key without its secret, and the mails about it that wait to be sent.
type madeKey struct {
	Key    gen.APIKey
	Alerts []uuid.UUID
}

// replaceUnseen gives a key another secret where the process that made it is gone: its first secret was kept nowhere.
func (a APIKeys) replaceUnseen(ctx context.Context, key *gen.APIKey, secret string) error {
	if _, takenOver := gate.Creates(ctx); !takenOver {
		return nil
	}
	return a.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		key.Prefix, err = account.ReplaceAPIKeySecret(ctx, tx, key.ID, secret)
		return err
	})
}

// How long a key is good: a key that nobody thinks of any more ends by itself.
const (
	keyLife    = 365 * 24 * time.Hour
	longestKey = 2 * keyLife
)

func keyEnds(asked *time.Time, now time.Time) (time.Time, error) {
	switch {
	case asked == nil:
		return now.Add(keyLife), nil
	case !asked.After(now) || asked.After(now.Add(longestKey)):
		return now, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "expires_at", Message: "Choose a time in the future, within two years."})
	}
	return *asked, nil
}

// actingPerson is the person that a key acts as: an active or invited user of this MSP.
func actingPerson(ctx context.Context, tx store.Tx, asked account.NewAPIKey) (*gen.Ref, error) {
	if asked.User == nil {
		return nil, nil
	}
	row, err := account.GetUserRow(ctx, tx, *asked.User)
	if errors.Is(err, pgx.ErrNoRows) || (err == nil && row.Status == string(gen.UserStatusDisabled)) {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "user_id", Message: "There is no such person here."})
	}
	return &gen.Ref{ID: row.ID, Name: row.Name}, err
}

// RevokeAPIKey ends a key at once; revoking twice is fine.
func (a APIKeys) RevokeAPIKey(ctx context.Context, _ gen.RevokeAPIKeyRequestObject) (gen.RevokeAPIKeyResponseObject, error) {
	key, now := gate.Row[account.APIKey](ctx), a.Now()
	err := a.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		revoked, err := account.RevokeAPIKey(ctx, tx, key.ID, now)
		if err != nil || !revoked {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "api_key.revoked", SubjectKind: "api_key", SubjectID: key.ID.String(), Details: map[string]any{"name": key.Name, "scopes": key.Scopes, "user_id": key.UserID}})
	})
	return gen.RevokeAPIKey204Response{}, err
}

func apiKeyAnswer(key account.APIKey, user *gen.Ref) gen.APIKey {
	return gen.APIKey{
		ID: key.ID, Name: key.Name, Prefix: key.Prefix, Scopes: scopeAnswers(key.Scopes), User: user, CreatedAt: key.CreatedAt, LastUsedAt: key.LastUsedAt, RevokedAt: key.RevokedAt,
		ExpiresAt: key.ExpiresAt,
	}
}

func scopeAnswers(scopes []string) []gen.Scope {
	return list.Of(scopes, func(scope string) gen.Scope { return gen.Scope(scope) })
}

func listedKeyAnswer(row account.ListedAPIKey) gen.APIKey {
	answer := apiKeyAnswer(row.APIKey, refAnswer(row.APIKey.UserID, row.UserName))
	answer.CreatedBy = refAnswer(row.APIKey.CreatedBy, row.OwnerName)
	if row.OwnerGone {
		answer.OwnerGone = &row.OwnerGone
	}
	return answer
}

// refAnswer names a person; nil where there is none, or none any more.
func refAnswer(id *uuid.UUID, name *string) *gen.Ref {
	if id == nil || name == nil {
		return nil
	}
	return &gen.Ref{ID: *id, Name: *name}
}
