package gate

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/problem"
	"countersign/store"
	"countersign/store/integrations"
)

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
