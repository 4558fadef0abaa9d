package gate

import (
	"context"

	"countersign/store"
)

// Audit writes down, in the transaction of what was done, what the actor of the request did.
func Audit(ctx context.Context, tx store.Tx, e store.AuditEntry) error {
	a := ActorOf(ctx)
	id := a.ID
	e.ActorKind, e.ActorID, e.ActorName = string(a.Kind), &id, a.Name
	return tx.Audit(ctx, e)
}
