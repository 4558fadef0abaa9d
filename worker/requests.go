package worker

import (
	"context"

	"github.com/google/uuid"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"countersign/workflows"
)

// wakeRequests starts the runs of technician verifications that have none, or should have ended: a run reads from its row what is left to do.
// A running one is told to look, which changes nothing when there is nothing to do.
func (s Sweep) wakeRequests(ctx context.Context) error {
	strays, err := s.Store.OrphanedTechnicianVerifications(ctx, s.Now(), sweepBatch)
	if err != nil {
		return err
	}
	for _, stray := range strays {
		options := client.StartWorkflowOptions{
			ID: workflows.TechnicianVerificationID(stray.Tenant, stray.PointIndex), TaskQueue: workflows.QueueCore, Priority: temporal.Priority{PriorityKey: 1, FairnessKey: stray.Tenant.String()},
			TypedSearchAttributes: temporal.NewSearchAttributes(workflows.AttributeTenant.ValueSet(stray.Tenant.String())),
		}
		in := workflows.TechnicianVerificationInput{Tenant: stray.Tenant, TechnicianVerification: stray.ID}
		_, err := s.Temporal.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalMessage, workflows.MessageSignal{Message: uuid.Nil}, options, workflows.TechnicianVerificationName, in)
		if err != nil {
			return err
		}
	}
	return nil
}
