package worker

import (
	"context"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"countersign/store"
	"countersign/workflows"
)

// startChecks starts the checks of ticket defaults that were asked for and have no run. One that runs goes on, and hears nothing of it.
func (s Sweep) startChecks(ctx context.Context) error {
	waiting, err := s.Store.WaitingChecks(ctx, s.Now(), sweepBatch)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		options := client.StartWorkflowOptions{
			ID: workflows.TicketDefaultCheckID(w.Tenant, w.TicketDefault), TaskQueue: workflows.QueueCore,
			WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
			TypedSearchAttributes:    temporal.NewSearchAttributes(workflows.AttributeTenant.ValueSet(w.Tenant.String())),
		}
		in := workflows.TicketDefaultCheckInput{Tenant: w.Tenant, Default: w.TicketDefault, Check: store.NewID()}
		if _, err := s.Temporal.ExecuteWorkflow(ctx, options, workflows.TicketDefaultCheckName, in); err != nil {
			return err
		}
	}
	return nil
}
