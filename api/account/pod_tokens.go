package account

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/integrations"
)

// How long a pod's tokens are good.
const (
	podCodeLife   = time.Minute
	podBearerLife = 10 * time.Minute
	podLife       = 12 * time.Hour   // from sign-in, however often it is refreshed
	podIdle       = 2 * time.Hour    // between two refreshes
	podReuseGrace = 30 * time.Second // two pods of one browser refresh with the same cookie at the same time
)

// PodTokens signs the pod in: a frame in another site's page, which has no cookies of the console.
type PodTokens struct {
	Store  *store.Store
	Now    func() time.Time
	Origin string // of the pod's page: ours
}

// fromOurPage: the pod's page is ours, even inside another site's frame. Its cookie goes along from anywhere, so the Origin is asked for, not only looked at.
func (p PodTokens) fromOurPage(ctx context.Context) error {
	if gate.VisitOf(ctx).Origin != p.Origin {
		return problem.New(problem.OriginRefused, "")
	}
	return nil
}

// CreatePodCode makes the code that the top-level window hands to the pod. It is bound to a secret that only the pod has (RFC 7636, S256), and to the connection
// that frames the pod. That is one of the person's own MSP: another MSP's address cannot make its page frame this one's pod.
func (p PodTokens) CreatePodCode(ctx context.Context, request gen.CreatePodCodeRequestObject) (gen.CreatePodCodeResponseObject, error) {
	actor, now := gate.ActorOf(ctx), p.Now()
	var code string
	err := p.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		if err := checkPodOf(ctx, tx, request.Body.IntegrationID); err != nil {
			return err
		}
		_, code, err = account.CreateSession(ctx, tx, account.NewSession{
			User: actor.ID, Kind: account.SessionPodCode, Challenge: &request.Body.Challenge, At: now, ExpiresAt: now.Add(podCodeLife), Of: request.Body.IntegrationID,
		})
		return err
	})
	return gen.CreatePodCode200JSONResponse{Code: code}, err
}

// checkPodOf refuses a pod of a connection that the MSP does not have.
func checkPodOf(ctx context.Context, tx store.Tx, named *uuid.UUID) error {
	if named == nil {
		return nil
	}
	_, err := integrations.Load(ctx, tx, *named)
	if errors.Is(err, store.ErrNotFound) {
		return problem.New(problem.PodElsewhere, "Your account is not one of the MSP whose ticket system shows this pod. Sign in with the account that you have there.")
	}
	return err
}

// CreatePodToken exchanges a code. The code is spent even when the verifier is wrong, or the pod another connection's.
func (p PodTokens) CreatePodToken(ctx context.Context, request gen.CreatePodTokenRequestObject) (gen.CreatePodTokenResponseObject, error) {
	if err := p.fromOurPage(ctx); err != nil {
		return nil, err
	}
	held, err := account.FindSession(ctx, p.Store, account.SessionPodCode, request.Body.Code)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errTokenOver
	}
	if err != nil {
		return nil, err
	}
	now := p.Now()
	family := podFamily{tenant: held.TenantID, user: held.UserID, id: store.NewID(), of: held.Integration, endsAt: now.Add(podLife)}
	fits := challenged(held.Challenge, request.Body.Verifier) && sameID(held.Integration, request.Body.IntegrationID)
	var made podTokens
	ctx = gate.WithActor(ctx, gate.Actor{Kind: gate.ActorUser, ID: held.UserID, Name: held.UserName, Tenant: held.TenantID})
	err = p.Store.InTenant(ctx, held.TenantID, func(ctx context.Context, tx store.Tx) error {
		spent, err := account.DeleteSession(ctx, tx, held.ID)
		if err != nil {
			return err
		}
		if !spent {
			fits = false
		}
		if !fits {
			return nil
		}
		if made, err = family.open(ctx, tx, now); err != nil {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "session.pod_opened", SubjectKind: "session", SubjectID: family.id.String(), Details: map[string]any{"integration_id": family.of}})
	})
	if err != nil {
		return nil, err
	}
	if !fits {
		return nil, errTokenOver
	}
	gate.SetPodCookie(ctx, made.refresh, family.endsAt)
	return gen.CreatePodToken200JSONResponse{Token: made.bearer, ExpiresAt: made.until}, nil
}

func challenged(challenge *string, verifier string) bool {
	sum := sha256.Sum256([]byte(verifier))
	return challenge != nil && subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(*challenge)) == 1
}

func sameID(a, b *uuid.UUID) bool {
	return (a == nil) == (b == nil) && (a == nil || *a == *b)
}

// podFamily is one sign-in of a pod and all the tokens that come of it.
type podFamily struct {
	tenant, user, id uuid.UUID
	of               *uuid.UUID // the connection that frames the pod; nil: none does
	endsAt           time.Time
}

type podTokens struct {
	refresh, bearer string
	until           time.Time // the bearer's
}

func (f podFamily) open(ctx context.Context, tx store.Tx, now time.Time) (made podTokens, err error) {
	made.until = earlier(now.Add(podBearerLife), f.endsAt)
	if _, made.refresh, err = account.CreateSession(ctx, tx, account.NewSession{User: f.user, Kind: account.SessionPodRefresh, Family: &f.id, Of: f.of, Agent: gate.VisitOf(ctx).Agent, At: now, ExpiresAt: f.endsAt}); err != nil {
		return made, err
	}
	_, made.bearer, err = account.CreateSession(ctx, tx, account.NewSession{User: f.user, Kind: account.SessionPodBearer, Family: &f.id, Of: f.of, At: now, ExpiresAt: made.until})
	return made, err
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// refreshVerdict is what a refresh token is worth.
type refreshVerdict int

const (
	refreshGood refreshVerdict = iota
	refreshOver
	refreshReused    // it was copied
	refreshElsewhere // another connection's pod stands in this browser too
)

// judgeRefresh decides about a refresh token that comes from the pod of a connection by its own connection, its age and its use.
func judgeRefresh(held account.SignedIn, from *uuid.UUID, now time.Time) refreshVerdict {
	switch {
	case !sameID(held.Integration, from):
		return refreshElsewhere
	case held.FamilyID == nil, now.Sub(held.CreatedAt) > podIdle:
		return refreshOver
	case held.SpentAt != nil && now.Sub(*held.SpentAt) > podReuseGrace:
		return refreshReused
	}
	return refreshGood
}

// RefreshPodToken takes the cookie and gives the next one with a new bearer. A cookie that was spent long ago was copied: the whole family ends.
// The browser sends the cookie from every pod on one site: one that is another connection's stays as it is and opens nothing here.
func (p PodTokens) RefreshPodToken(ctx context.Context, request gen.RefreshPodTokenRequestObject) (gen.RefreshPodTokenResponseObject, error) {
	if err := p.fromOurPage(ctx); err != nil {
		return nil, err
	}
	held, err := account.FindSession(ctx, p.Store, account.SessionPodRefresh, gate.VisitOf(ctx).Cookies[gate.PodCookie])
	if errors.Is(err, store.ErrNotFound) {
		gate.DropPodCookie(ctx)
		return nil, problem.New(problem.Unauthorized, "")
	}
	if err != nil {
		return nil, err
	}
	now := p.Now()
	var from *uuid.UUID
	if request.Body != nil {
		from = request.Body.IntegrationID
	}
	verdict := judgeRefresh(held, from, now)
	if verdict == refreshElsewhere {
		return nil, problem.New(problem.PodElsewhere, "")
	}
	ctx = gate.WithActor(ctx, gate.Actor{Kind: gate.ActorUser, ID: held.UserID, Name: held.UserName, Tenant: held.TenantID})
	made, err := store.InTenant(ctx, p.Store, held.TenantID, func(ctx context.Context, tx store.Tx) (podTokens, error) {
		return p.rotate(ctx, tx, held, verdict, now)
	})
	if err != nil {
		return nil, err
	}
	if verdict != refreshGood {
		gate.DropPodCookie(ctx)
		return nil, problem.New(problem.Unauthorized, "")
	}
	gate.SetPodCookie(ctx, made.refresh, held.ExpiresAt)
	return gen.RefreshPodToken200JSONResponse{Token: made.bearer, ExpiresAt: made.until}, nil
}

func (p PodTokens) rotate(ctx context.Context, tx store.Tx, held account.SignedIn, verdict refreshVerdict, now time.Time) (podTokens, error) {
	if verdict == refreshGood {
		if err := account.SpendSession(ctx, tx, held.ID, now); err != nil {
			return podTokens{}, err
		}
		return podFamily{tenant: held.TenantID, user: held.UserID, id: *held.FamilyID, of: held.Integration, endsAt: held.ExpiresAt}.open(ctx, tx, now)
	}
	if held.FamilyID == nil {
		return podTokens{}, nil
	}
	if err := account.DeleteSessionFamily(ctx, tx, held.FamilyID); err != nil || verdict == refreshOver {
		return podTokens{}, err
	}
	return podTokens{}, gate.Audit(ctx, tx, store.AuditEntry{Action: "session.pod_reused", SubjectKind: "session", SubjectID: held.FamilyID.String()})
}
