package gate

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/problem"
	"countersign/store"
	"countersign/store/integrations"
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

// CheckTicketSystem refuses a ticket of a PSA that is not connected.
func CheckTicketSystem(ctx context.Context, tx store.Tx, named *uuid.UUID) error {
	if named == nil {
		return nil
	}
	connected, err := integrations.ListPSAs(ctx, tx, named)
	if err == nil && len(connected) == 0 {
		err = problem.Invalid(problem.ValidationFailed, problem.Field{Field: "ticket_integration_id", Message: "There is no such connection. /integrations lists those there are."})
	}
	return err
}
