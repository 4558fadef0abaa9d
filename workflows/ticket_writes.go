package workflows

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
)

// ticketPatience is how long a ticket system may be away before what waits for it is given up.
const ticketPatience = 7 * 24 * time.Hour

// ticketTries is more than fit into ticketPatience: time alone ends an outage's tries, also where a default would count them.
const ticketTries = 1_000_000

// TicketWritesInput names a ticket. Fields are only ever added.
type TicketWritesInput struct {
	Tenant      uuid.UUID `json:"tenant"`
	Integration uuid.UUID `json:"integration"`
	Ticket      string    `json:"ticket"`
}

// TicketWritesID is the workflow id of a ticket's queue. The ticket system's id may be anything, so it stands there as a hash.
func TicketWritesID(tenant, integration uuid.UUID, ticket string) string {
	hash := sha256.Sum256([]byte(ticket))
	return "ticket/" + tenant.String() + "/" + integration.String() + "/" + hex.EncodeToString(hash[:])[:32]
}

// TicketWrites writes into a ticket what is queued for it, in order, and ends when the queue is empty.
// docs/workflows/ticket-writes.md has its state chart.
func TicketWrites(ctx workflow.Context, in TicketWritesInput) error {
	wake := workflow.GetSignalChannel(ctx, SignalWrite)
	for {
		for wake.ReceiveAsync(nil) {
			// What was signalled until here is read by the activity that follows.
		}
		more, err := writeNext(ctx, in)
		if err != nil {
			return err
		}
		switch {
		case !more && wake.Len() == 0:
			return nil // a signal that comes now makes Temporal refuse this end, and the loop goes on
		case workflow.GetInfo(ctx).GetContinueAsNewSuggested():
			for wake.ReceiveAsync(nil) {
			}
			return workflow.NewContinueAsNewError(ctx, TicketWrites, in)
		}
	}
}

// writeNext writes until the queue is empty, or for as long as one activity goes on. What a ticket system did not take for a week is given up.
func writeNext(ctx workflow.Context, in TicketWritesInput) (more bool, err error) {
	began := workflow.Now(ctx)
	var written activities.Written
	err = workflow.ExecuteActivity(patientTicket(ctx), activities.TicketWriteNext, in.Tenant, in.Integration, in.Ticket).Get(ctx, &written)
	if err == nil || temporal.IsCanceledError(err) {
		return written.More, err
	}
	return true, workflow.ExecuteActivity(patientRecord(ctx), activities.TicketGiveUp, in.Tenant, in.Integration, in.Ticket, began).Get(ctx, nil)
}

// patientTicket is for what a ticket system is asked to do: it outlasts an outage of days. The heartbeat only says that the worker lives.
func patientTicket(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueTickets,
		ScheduleToCloseTimeout: ticketPatience,
		StartToCloseTimeout:    90 * time.Second,
		HeartbeatTimeout:       20 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: 2 * time.Second, BackoffCoefficient: 2, MaximumInterval: 2 * time.Minute, MaximumAttempts: ticketTries, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "write into a ticket",
	})
}
