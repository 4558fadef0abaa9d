package gate

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
)

// Gate authenticates, authorises and validates every request of the description, and loads the rows that its path names.
type Gate struct {
	store      *store.Store
	now        func() time.Time
	log        *slog.Logger
	operations Operations
	crossSite  *http.CrossOriginProtection
}

// New reads the table of operations. It fails when the description has a route that the gate cannot guard.
func New(s *store.Store, now func() time.Time, log *slog.Logger, publicURL string) (*Gate, error) {
	table, err := ReadOperations()
	if err != nil {
		return nil, err
	}
	crossSite := http.NewCrossOriginProtection()
	if origin := respond.OriginOf(publicURL); origin != "" {
		if err := crossSite.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("api: the public URL: %w", err)
		}
	}
	return &Gate{store: s, now: now, log: log, operations: table, crossSite: crossSite}, nil
}

// Stand is the middleware. Credentials are checked first, so that a caller without any learns nothing about ids or bodies.
func (g *Gate) Stand(c *gin.Context) {
	op, ok := g.operations.of(c.Request, c.FullPath())
	if !ok {
		respond.NoRoute(c)
		return
	}
	if err := g.pass(c, op); err != nil {
		respond.Refuse(c, err)
		return
	}
	c.Next()
}

func (g *Gate) pass(c *gin.Context, op Operation) error {
	c.Request = c.Request.WithContext(WithVisit(c))
	if err := g.checkOrigin(c.Request); err != nil {
		return err
	}
	if op.Scope != scopeNone {
		if err := g.admit(c, op); err != nil {
			return err
		}
	}
	body, err := readBody(c.Request)
	if err != nil {
		return err
	}
	if err := refuseUnstorable(c, body); err != nil {
		return err
	}
	c.Set(bodyKey, body)
	if err := cleanText(c.Request, op, body); err != nil {
		return err
	}
	params := pathParams(c)
	if err := validate(c, op, params); err != nil {
		return err
	}
	if err := checkPod(ActorOf(c.Request.Context()), c.Request, params, body); err != nil {
		return err
	}
	return g.loadResources(c, op)
}

// admit authenticates and authorises.
func (g *Gate) admit(c *gin.Context, op Operation) error {
	r := c.Request
	actor, err := g.authenticate(r, true)
	if err != nil {
		return err
	}
	if err := authorise(actor, op); err != nil {
		return err
	}
	if err := g.checkProof(r.Context(), actor, op); err != nil {
		return err
	}
	ctx := WithActor(r.Context(), actor)
	c.Request = r.WithContext(context.WithValue(ctx, againKey{}, func() (Actor, error) {
		actor, err := g.authenticate(r, false) // an open stream does not keep a session from becoming idle
		if err == nil {
			err = authorise(actor, op)
		}
		return actor, err
	}))
	return nil
}

type againKey struct{}

// Recheck authenticates and authorises the caller of a long request again; the actor says what they may see now.
func Recheck(ctx context.Context) (Actor, error) {
	check, ok := ctx.Value(againKey{}).(func() (Actor, error))
	if !ok {
		return Actor{}, problem.New(problem.Unauthorized, "")
	}
	return check()
}

// bodyKey holds the body as it was sent; validation may have added defaults to the one that handlers read.
const bodyKey = "countersign/body"

// checkOrigin refuses requests that another site's page makes a browser send. A browser never adds a bearer token by itself, so requests with one pass.
func (g *Gate) checkOrigin(r *http.Request) error {
	if bearerOf(r) != "" {
		return nil
	}
	if g.crossSite.Check(r) != nil {
		return problem.New(problem.OriginRefused, "")
	}
	return nil
}
