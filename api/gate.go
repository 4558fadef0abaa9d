package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/store"
)

// gate stands before every operation of the description: who is it, may they, is the request well formed, do its path ids exist for them.
type gate struct {
	Deps
	operations operations
	crossSite  *http.CrossOriginProtection
}

func newGate(d Deps, table operations) (*gate, error) {
	crossSite := http.NewCrossOriginProtection()
	if origin := originOf(d.PublicURL); origin != "" {
		if err := crossSite.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	return &gate{Deps: d, operations: table, crossSite: crossSite}, nil
}

// stand is the middleware. Its order is the order in which a request may learn things: a stranger hears 401 whatever the ids and the body are.
func (g *gate) stand(c *gin.Context) {
	op, ok := g.operations.of(c.Request, c.FullPath())
	if !ok {
		noRoute(c)
		return
	}
	if err := g.pass(c, op); err != nil {
		refuse(c, err)
		return
	}
	c.Next()
}

func (g *gate) pass(c *gin.Context, op operation) error {
	c.Request = c.Request.WithContext(withVisit(c))
	if err := g.checkOrigin(c.Request); err != nil {
		return err
	}
	if op.scope != scopeNone {
		if err := g.admit(c, op); err != nil {
			return err
		}
	}
	body, err := readBody(c.Request)
	if err != nil {
		return err
	}
	c.Set(bodyKey, body)
	if err := validate(c, op); err != nil {
		return err
	}
	return g.loadResources(c, op)
}

// admit finds out who it is and whether they may.
func (g *gate) admit(c *gin.Context, op operation) error {
	r := c.Request
	actor, err := g.authenticate(r, true)
	if err != nil {
		return err
	}
	if err := authorise(actor, op); err != nil {
		return err
	}
	ctx := withActor(r.Context(), actor)
	c.Request = r.WithContext(context.WithValue(ctx, againKey{}, func() (Actor, error) {
		actor, err := g.authenticate(r, false) // a screen that only listens does not keep a session awake
		if err == nil {
			err = authorise(actor, op)
		}
		return actor, err
	}))
	return nil
}

type againKey struct{}

// again asks whether whoever opened a long request may still do so, and what they may see now.
func again(ctx context.Context) (Actor, error) {
	check, ok := ctx.Value(againKey{}).(func() (Actor, error))
	if !ok {
		return Actor{}, problem.New(problem.Unauthorized, "")
	}
	return check()
}

// bodyKey holds the body as it was sent; validation may have added defaults to the one that handlers read.
const bodyKey = "countersign/body"

// checkOrigin refuses what another site's page makes a browser send. A bearer token is nothing a browser adds by itself, so such requests pass.
func (g *gate) checkOrigin(r *http.Request) error {
	if bearerOf(r) != "" {
		return nil
	}
	if g.crossSite.Check(r) != nil {
		return problem.New(problem.OriginRefused, "")
	}
	return nil
}

func bearerOf(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// apiKeyPrefix marks API keys, so that scanners for leaked secrets find them.
const apiKeyPrefix = "cs_"

// authenticate finds out who sends a request: an API key, a pod's bearer, or the console's cookie.
// use notes that the key or session was used.
func (g *gate) authenticate(r *http.Request, use bool) (Actor, error) {
	ctx := r.Context()
	bearer := bearerOf(r)
	switch {
	case strings.HasPrefix(bearer, apiKeyPrefix):
		return g.byAPIKey(ctx, bearer, use)
	case bearer != "":
		return g.bySession(ctx, store.SessionPodBearer, bearer, use)
	case r.Header.Get("Authorization") != "":
		return Actor{}, problem.New(problem.Unauthorized, "Send the API key as `Authorization: Bearer <key>`.")
	}
	if token := visitOf(ctx).cookies[consoleCookie]; token != "" {
		return g.bySession(ctx, store.SessionConsole, token, use)
	}
	return Actor{}, problem.New(problem.Unauthorized, "")
}

// useEvery is how exact "last used" is: not every request writes.
const useEvery = time.Minute

// consoleIdle ends a console session that nobody used for so long.
const consoleIdle = 2 * time.Hour

func (g *gate) byAPIKey(ctx context.Context, key string, use bool) (Actor, error) {
	held, err := g.Store.APIKey(ctx, store.TokenHash(key))
	if err != nil {
		return Actor{}, strangerOr(err)
	}
	if now := g.Now(); use && (held.LastUsedAt == nil || now.Sub(*held.LastUsedAt) > useEvery) {
		g.note(ctx, g.Store.SawAPIKey(ctx, held.TenantID, held.ID, now))
	}
	scopes := keyScopes(held.Scopes)
	a := Actor{Kind: ActorAPIKey, ID: held.ID, Name: "API key " + held.Name, Tenant: held.TenantID, APIKey: held.ID}
	if held.UserID != nil {
		a.Kind, a.ID, a.Name = ActorUser, *held.UserID, *held.UserName
		scopes = narrowed(scopes, scopesOf(gen.Role(*held.Role)))
		a.Limited, a.Companies = limits(*held.Role, held.Limited), held.CompanyIDs
	}
	a.Scopes = scopes
	a.Admin = a.May(string(gen.ScopeAdmin))
	return a, nil
}

func (g *gate) bySession(ctx context.Context, kind, token string, use bool) (Actor, error) {
	held, err := g.Store.SignedIn(ctx, kind, token)
	if err != nil {
		return Actor{}, strangerOr(err)
	}
	now := g.Now()
	if kind == store.SessionConsole && now.Sub(held.UsedAt) > consoleIdle {
		return Actor{}, problem.New(problem.Unauthorized, "")
	}
	if use && now.Sub(held.UsedAt) > useEvery {
		g.note(ctx, g.Store.SawPerson(ctx, held.TenantID, held.ID, held.UserID, now))
	}
	return actorOfSession(held), nil
}

func actorOfSession(held store.SignedIn) Actor {
	a := Actor{
		Kind: ActorUser, ID: held.UserID, Name: held.UserName, Tenant: held.TenantID, TenantName: held.TenantName,
		Scopes: scopesOf(gen.Role(held.Role)), Limited: limits(held.Role, held.Limited), Companies: held.CompanyIDs,
		Session: held.Kind, SessionID: held.ID, SessionFamily: held.FamilyID, EnrolOnly: held.EnrolOnly,
		PodOnly: held.Kind == store.SessionConsole && !held.AllowUI,
	}
	if held.Kind == store.SessionPodBearer {
		a.Scopes = scopesOf(gen.RoleTechnician) // a frame in somebody else's page does not administrate
	}
	a.Admin = a.May(string(gen.ScopeAdmin))
	return a
}

// limits: an Admin sees everything, whatever the row says.
func limits(role string, limited bool) bool {
	return limited && role != string(gen.RoleAdmin)
}

// strangerOr turns "no such token" into 401 and leaves real failures alone.
func strangerOr(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return problem.New(problem.Unauthorized, "")
	}
	return err
}

// note logs a failure that must not fail the request.
func (g *gate) note(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		g.Log.WarnContext(ctx, "noting the last use failed", slog.String("error", err.Error()))
	}
}

// What sessions that are not fully open may do, and what only the console may, by operationId.
var (
	whileEnrolling = map[string]bool{"GetSession": true, "SignOut": true, "BeginTOTP": true, "ConfirmTOTP": true}
	whilePodOnly   = map[string]bool{"GetSession": true, "SignOut": true, "BeginTOTP": true, "ConfirmTOTP": true, "CreatePodCode": true, "UpdateMe": true, "ChangePassword": true}
	consoleOnly    = map[string]bool{"BeginTOTP": true, "ConfirmTOTP": true, "CreatePodCode": true, "ChangePassword": true}
)

// authorise decides whether an actor may call an operation at all.
func authorise(a Actor, op operation) error {
	switch {
	case a.EnrolOnly && !whileEnrolling[op.id]:
		return problem.New(problem.TOTPRequired, "")
	case a.PodOnly && !whilePodOnly[op.id]:
		return problem.New(problem.Forbidden, "You work in the pod, inside the ticket system. Ask an Admin if you need the console.")
	case op.scope == scopeSession && a.Session == "":
		return problem.New(problem.Forbidden, "This needs a signed-in person; API keys cannot do it.")
	case consoleOnly[op.id] && a.Session != SessionConsole:
		return problem.New(problem.Forbidden, "Sign in to the console to do this.")
	case op.scope != scopeSession && !a.May(op.scope):
		return problem.New(problem.Forbidden, "")
	}
	return nil
}
