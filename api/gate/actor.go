package gate

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/actor"
	"countersign/store"
)

// ActorKind says what speaks.
type ActorKind string

// The kinds, named as the audit log and verifications name them.
const (
	ActorUser   ActorKind = actor.User
	ActorAPIKey ActorKind = actor.APIKey
)

// Actor is who makes a request. An API key that names an acting person is that person here, with APIKey telling how they came.
type Actor struct {
	Kind          ActorKind
	ID            uuid.UUID
	Name          string
	Tenant        uuid.UUID
	TenantName    string
	Scopes        []string
	Admin         bool
	Limited       bool        // sees only Companies
	Companies     []uuid.UUID // of a limited technician
	Session       string      // kind of session: console, pod_bearer; empty for API keys
	SessionID     uuid.UUID
	SessionFamily *uuid.UUID // of a pod session
	PodOf         *uuid.UUID // the connection in whose pod a pod's session is good; nil: one that no connection frames
	APIKey        uuid.UUID  // zero unless a key spoke
	APIKeyName    string     // of APIKey
	EnrolOnly     bool       // an authenticator app is required and not set up yet
	PodOnly       bool       // signed in at the console, but allowed only into the pod
}

// ActorOf returns who makes the request. Handlers of operations whose x-scope is not `none` always have one.
func ActorOf(ctx context.Context) Actor {
	actor, _ := ctx.Value(actorKey{}).(Actor)
	return actor
}

type actorKey struct{}

// WithActor returns a context that knows who acts.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// May tells whether the actor has a scope. Admin has every scope.
func (a Actor) May(scope string) bool {
	return slices.Contains(a.Scopes, scope)
}

// Sees tells whether the actor may know of a company.
func (a Actor) Sees(company uuid.UUID) bool {
	return !a.Limited || slices.Contains(a.Companies, company)
}

// Scope is what lists are narrowed to.
func (a Actor) Scope() store.Scope {
	return store.Scope{Limited: a.Limited, Companies: a.Companies}
}

// Fact names the actor in facts of verifications by ids, never by a name.
func (a Actor) Fact() string { return a.Stored().Ref() }

// Stored is the actor as the store writes them down, with the key that spoke for a person.
func (a Actor) Stored() store.Actor {
	stored := store.Actor{Kind: string(a.Kind), ID: a.ID, Name: a.Name}
	if a.Kind == ActorUser && a.APIKey != uuid.Nil {
		stored.ViaKey = actor.Key{ID: a.APIKey, Name: a.APIKeyName}
	}
	return stored
}

var technicianScopes = []string{
	string(gen.ScopeContactsRead), string(gen.ScopeContactsWrite),
	string(gen.ScopeVerificationsRead), string(gen.ScopeVerificationsWrite),
	string(gen.ScopeMessagesRead), string(gen.ScopeMessagesWrite),
	string(gen.ScopeSettingsRead),
}

// scopesOf is what a role may do.
func scopesOf(role gen.Role) []string {
	if role == gen.RoleAdmin {
		return append(slices.Clone(technicianScopes), string(gen.ScopeAdmin))
	}
	return slices.Clone(technicianScopes)
}

// narrowed is what a key may do for a person: never more than the key was given, never more than the person may.
func narrowed(given, allowed []string) []string {
	kept := []string{}
	for _, scope := range given {
		if slices.Contains(allowed, scope) {
			kept = append(kept, scope)
		}
	}
	return kept
}

// keyScopes spells out what a key was given: `admin` holds every scope.
func keyScopes(given []string) []string {
	if slices.Contains(given, string(gen.ScopeAdmin)) {
		return scopesOf(gen.RoleAdmin)
	}
	return given
}
