package worker

import (
	"context"
	"log/slog"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"countersign/activities"
	"countersign/core/ticket"
	"countersign/workflows"
)

// wakeTimeout bounds a wake that nobody waits for.
const wakeTimeout = 5 * time.Second

// behindPeople is the priority of what no person waits for; verifications have 1, the most urgent.
const behindPeople = 4

// Waker starts the workflow that writes into a ticket, or tells the running one to look again.
type Waker struct {
	Temporal client.Client
	Log      *slog.Logger
}

var _ activities.Waker = Waker{}

// Wake implements activities.Waker. It may be repeated.
func (w Waker) Wake(ctx context.Context, key ticket.Key) error {
	options := ticketOptions(key)
	_, err := w.Temporal.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalWrite, nil, options, workflows.TicketWritesName, ticketInput(key))
	return err
}

// Ensure starts the workflow unless it runs. A running one is not told: in an outage of days, the sweep's signals would fill its history.
func (w Waker) Ensure(ctx context.Context, key ticket.Key) error {
	options := ticketOptions(key)
	options.WorkflowIDConflictPolicy = enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING
	_, err := w.Temporal.ExecuteWorkflow(ctx, options, workflows.TicketWritesName, ticketInput(key))
	return err
}

func ticketInput(key ticket.Key) workflows.TicketWritesInput {
	return workflows.TicketWritesInput{Tenant: key.Tenant, Integration: key.Integration, Ticket: key.Ticket}
}

func ticketOptions(key ticket.Key) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID: workflows.TicketWritesID(key.Tenant, key.Integration, key.Ticket), TaskQueue: workflows.QueueCore,
		Priority: temporal.Priority{PriorityKey: behindPeople, FairnessKey: key.Tenant.String()},
		TypedSearchAttributes: temporal.NewSearchAttributes(
			workflows.AttributeTenant.ValueSet(key.Tenant.String()), workflows.AttributeTicket.ValueSet(key.Ticket)),
	}
}

// Nudge wakes without waiting for it. What it misses is swept up.
func (w Waker) Nudge(key ticket.Key) {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), wakeTimeout)
		defer cancel()
		if err := w.Wake(ctx, key); err != nil {
			w.Log.Warn("a ticket was not woken; the sweep does it", "error", err)
		}
	}()
}
