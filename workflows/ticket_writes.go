package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
)

// ticketPatience is how long a ticket system may be away before what waits for it is given up.
const ticketPatience = 7 * 24 * time.Hour

// ticketTries is more than fit into ticketPatience: time alone ends an outage's tries, also where a default would count them.
const ticketTries = 1_000_000

// TicketWrites writes into a ticket what is queued for it, in order, and ends when the queue is empty.
// docs/workflows/ticket-writes.md has its state chart.
func TicketWrites(ctx workflow.Context, in TicketWritesInput) error {
	wake := workflow.GetSignalChannel(ctx, SignalWrite)
	for {
		for wake.ReceiveAsync(nil) {
			// The next activity reads all signals up to here.
		}
		more, err := writeNext(ctx, in)
		if err != nil {
			return err
		}
		switch {
		case !more && wake.Len() == 0:
			return nil // a signal that comes now makes Temporal refuse this end, and the loop continues
		case workflow.GetInfo(ctx).GetContinueAsNewSuggested():
			for wake.ReceiveAsync(nil) {
			}
			return workflow.NewContinueAsNewError(ctx, TicketWrites, in)
		}
	}
}

// writeNext writes until the queue is empty, or for the time of one activity. It gives up a write that a ticket system did not accept for a week.
func writeNext(ctx workflow.Context, in TicketWritesInput) (more bool, err error) {
	began := workflow.Now(ctx)
	var written activities.Written
	err = workflow.ExecuteActivity(inTicket.on(ctx), activities.TicketWriteNext, in.Tenant, in.Integration, in.Ticket).Get(ctx, &written)
	if err == nil || temporal.IsCanceledError(err) {
		return written.More, err
	}
	return true, workflow.ExecuteActivity(inDatabase.on(ctx), activities.TicketGiveUp, in.Tenant, in.Integration, in.Ticket, began).Get(ctx, nil)
}
