package gate

import (
	"context"

	"countersign/store"
)

// InTenant runs fn in a transaction of the caller's tenant and returns its result.
func InTenant[T any](ctx context.Context, s *store.Store, fn func(ctx context.Context, tx store.Tx) (T, error)) (T, error) {
	return store.InTenant(ctx, s, ActorOf(ctx).Tenant, fn)
}

// Audit writes down, in the transaction of what was done, what the actor of the request did.
func Audit(ctx context.Context, tx store.Tx, e store.AuditEntry) error {
	e.By = ActorOf(ctx).Stored()
	return tx.Audit(ctx, e)
}
