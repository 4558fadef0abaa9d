package gate

import (
	"context"
	"time"

	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
)

// proofLife is how long a person who proved themselves may do what is sensitive: a session that was left open or stolen makes no keys.
const proofLife = 10 * time.Minute

// checkProof asks a signed-in person who has not proven themselves lately to do so. An API key is a proof by itself.
func (g *Gate) checkProof(ctx context.Context, a Actor, op Operation) error {
	if !op.StepUp || a.Session == "" {
		return nil
	}
	return g.store.InTenant(ctx, a.Tenant, func(ctx context.Context, tx store.Tx) error {
		at, err := account.SessionProvenAt(ctx, tx, a.SessionID)
		if err == nil && g.now().Sub(at) > proofLife {
			return problem.New(problem.StepUpRequired, "")
		}
		return err
	})
}
