package gate

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"countersign/api/gen"
	"countersign/core/actor"
	"countersign/core/plaintext"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
)

func bearerOf(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// APIKeyPrefix marks API keys, so that scanners for leaked secrets find them.
const APIKeyPrefix = "cs_"

// authenticate finds the actor of a request by its API key, its pod bearer or its console cookie. use records that the key or session was used.
func (g *Gate) authenticate(r *http.Request, use bool) (Actor, error) {
	ctx := r.Context()
	bearer := bearerOf(r)
	switch {
	case strings.HasPrefix(bearer, APIKeyPrefix):
		return g.byAPIKey(ctx, bearer, use)
	case bearer != "":
		return g.bySession(ctx, account.SessionPodBearer, bearer, use)
	case r.Header.Get("Authorization") != "":
		return Actor{}, problem.New(problem.Unauthorized, "Send the API key as `Authorization: Bearer <key>`.")
	}
	if token := VisitOf(ctx).Cookies[ConsoleCookie]; token != "" {
		return g.bySession(ctx, account.SessionConsole, token, use)
	}
	return Actor{}, problem.New(problem.Unauthorized, "")
}

// useEvery is the precision of "last used": not every request writes.
const useEvery = time.Minute

// consoleIdle is how long a console session may be unused.
const consoleIdle = 2 * time.Hour

func (g *Gate) byAPIKey(ctx context.Context, key string, use bool) (Actor, error) {
	held, err := account.FindAPIKey(ctx, g.store, store.TokenHash(key))
	if err != nil {
		return Actor{}, strangerOr(err)
	}
	if now := g.now(); use && (held.LastUsedAt == nil || now.Sub(*held.LastUsedAt) > useEvery) {
		g.note(ctx, account.MarkAPIKeyUsed(ctx, g.store, held.TenantID, held.ID, now))
	}
	scopes := keyScopes(held.Scopes)
	a := Actor{Kind: ActorAPIKey, ID: held.ID, Name: actor.OfKey(actor.Key{ID: held.ID, Name: nameOf(held.Name)}).Name, Tenant: held.TenantID, APIKey: held.ID, APIKeyName: nameOf(held.Name)}
	if held.UserID != nil {
		a.Kind, a.ID, a.Name = ActorUser, *held.UserID, nameOf(*held.UserName)
		scopes = narrowed(scopes, scopesOf(gen.Role(*held.Role)))
		a.Limited, a.Companies = limits(*held.Role, held.Limited), held.CompanyIDs
	}
	a.Scopes = scopes
	a.Admin = a.May(string(gen.ScopeAdmin))
	return a, nil
}

func (g *Gate) bySession(ctx context.Context, kind, token string, use bool) (Actor, error) {
	held, err := account.FindSession(ctx, g.store, kind, token)
	if err != nil {
		return Actor{}, strangerOr(err)
	}
	now := g.now()
	if kind == account.SessionConsole && now.Sub(held.UsedAt) > consoleIdle {
		return Actor{}, problem.New(problem.Unauthorized, "")
	}
	if use && now.Sub(held.UsedAt) > useEvery {
		g.note(ctx, account.MarkUserSeen(ctx, g.store, held.TenantID, held.ID, held.UserID, now))
	}
	return actorOfSession(held), nil
}

func actorOfSession(held account.SignedIn) Actor {
	a := Actor{
		Kind: ActorUser, ID: held.UserID, Name: nameOf(held.UserName), Tenant: held.TenantID, TenantName: held.TenantName,
		Scopes: scopesOf(gen.Role(held.Role)), Limited: limits(held.Role, held.Limited), Companies: held.CompanyIDs,
		Session: held.Kind, SessionID: held.ID, SessionFamily: held.FamilyID, PodOf: held.Integration, EnrolOnly: held.EnrolOnly,
		PodOnly: held.Kind == account.SessionConsole && !held.AllowUI,
	}
	if held.Kind == account.SessionPodBearer {
		a.Scopes = scopesOf(gen.RoleTechnician) // the pod is a frame in another site's page: it has no Admin rights
	}
	a.Admin = a.May(string(gen.ScopeAdmin))
	return a
}

// nameOf is a name as it is written into notes, evidence and the audit log; one that was kept before names were cleaned may have lines of its own.
func nameOf(kept string) string { return plaintext.Line(kept, plaintext.LongestName) }

// limits reports whether a person sees only some companies. An Admin sees all of them.
func limits(role string, limited bool) bool {
	return limited && role != string(gen.RoleAdmin)
}

// strangerOr turns an unknown token into 401 and leaves other failures alone.
func strangerOr(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return problem.New(problem.Unauthorized, "")
	}
	return err
}

// note logs a failure that must not fail the request.
func (g *Gate) note(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		g.log.WarnContext(ctx, "noting the last use failed", slog.String("error", err.Error()))
	}
}
