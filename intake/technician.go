package intake

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
)

// Technicians opens technician verifications, and names the workflow of whoever asked: there is one a number or address.
type Technicians interface {
	Ask(ctx context.Context, tenant, message uuid.UUID) (id uuid.UUID, err error)
	Workflow(tenant uuid.UUID, point []byte, id uuid.UUID) (workflowID, name string, input any)
}

func (r Router) tellTechnicianVerification(ctx context.Context, m store.Untold, id uuid.UUID) error {
	workflowID, name, input := r.Technicians.Workflow(m.Sender.Tenant, m.Sender.Index, id)
	return r.tell(ctx, m, workflowID, name, input)
}
