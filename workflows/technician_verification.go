package workflows

import (
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/technician"
)

// answerPatience is how long a text is offered to its provider. Later it is too late.
const answerPatience = 5 * time.Minute

// TechnicianVerification sends the texts of a technician verification, handles the answers of client and technician, and ends it when it expires.
// Rows are the truth: a signal only says that it is worth looking. docs/workflows/technician-verification.md has its state chart.
func TechnicianVerification(ctx workflow.Context, in TechnicianVerificationInput) error {
	r := &technicianRun{in: in, signals: workflow.GetSignalChannel(ctx, SignalMessage), stepping: workflow.NewMutex(ctx)}
	if err := r.registerHandlers(ctx); err != nil {
		return err
	}
	for {
		due, err := r.load(ctx)
		if err != nil {
			return err
		}
		acted, err := r.process(ctx, due)
		if err != nil {
			return err
		}
		if acted || r.signals.Len() > 0 {
			continue
		}
		if due.Status.Closed() {
			if left, err := r.finish(ctx, due); left || err != nil {
				return err
			}
			continue
		}
		if workflow.GetInfo(ctx).GetContinueAsNewSuggested() && workflow.AllHandlersFinished(ctx) {
			return workflow.NewContinueAsNewError(ctx, TechnicianVerification, in) // a client answers again and again before the run is due
		}
		if err := r.wait(ctx, due); err != nil {
			return err
		}
	}
}

// technicianRun is one run.
type technicianRun struct {
	in       TechnicianVerificationInput
	signals  workflow.ReceiveChannel
	changed  bool           // an update changed the state: load it again
	stepping workflow.Mutex // one step at a time, so that its answer is the state it left
}

// registerHandlers registers the updates, in a fixed order.
func (r *technicianRun) registerHandlers(ctx workflow.Context) error {
	end := func(status technician.Status, how technician.How) func(workflow.Context, TechnicianStep) (technician.Answer, error) {
		return func(ctx workflow.Context, step TechnicianStep) (technician.Answer, error) {
			return r.step(ctx, activities.TechnicianVerificationEnd, technician.End{Tenant: r.in.Tenant, Verification: r.in.TechnicianVerification, Status: status, How: how, By: step.By})
		}
	}
	handlers := []struct {
		name      string
		handler   any
		validator any
	}{
		{UpdateClaim, r.claim, func(c TechnicianClaim) error { return r.matchesRun(c.Verification) }},
		{UpdateConfirmVerbally, end(technician.Confirmed, technician.Verbally), func(s TechnicianStep) error { return r.matchesRun(s.Verification) }},
		{UpdateDeny, end(technician.Denied, ""), func(s TechnicianStep) error { return r.matchesRun(s.Verification) }},
		{UpdateReissue, r.reissue, func(s TechnicianStep) error { return r.matchesRun(s.Verification) }},
		{UpdateConfirmInPortal, end(technician.Confirmed, technician.InPortal), func(s TechnicianStep) error { return r.matchesRun(s.Verification) }},
	}
	for _, h := range handlers {
		if err := workflow.SetUpdateHandlerWithOptions(ctx, h.name, h.handler, workflow.UpdateHandlerOptions{Validator: h.validator}); err != nil {
			return err
		}
	}
	return nil
}

func (r *technicianRun) matchesRun(id uuid.UUID) error {
	if id != r.in.TechnicianVerification {
		return temporal.NewNonRetryableApplicationError("another request runs", RejectionMismatch, nil)
	}
	return nil
}

func (r *technicianRun) claim(ctx workflow.Context, c TechnicianClaim) (technician.Answer, error) {
	return r.step(ctx, activities.TechnicianVerificationClaim, technician.Claim{Tenant: r.in.Tenant, Verification: c.Verification, Contact: c.Contact, Ticket: c.Ticket, TicketPSA: c.TicketPSA, By: c.By})
}

func (r *technicianRun) reissue(ctx workflow.Context, step TechnicianStep) (technician.Answer, error) {
	return r.step(ctx, activities.TechnicianVerificationRenew, r.in.Tenant, step.Verification)
}

// step records a step of an update and returns the state after it. While our database is down it asks the caller to retry.
func (r *technicianRun) step(ctx workflow.Context, activity any, args ...any) (answer technician.Answer, err error) {
	if err := r.stepping.Lock(ctx); err != nil {
		return answer, err
	}
	defer r.stepping.Unlock()
	if err := workflow.ExecuteLocalActivity(localOptions(ctx), activity, args...).Get(ctx, &answer); err != nil {
		return answer, err
	}
	r.changed = true
	return answer, r.notify(ctx, answer)
}

// notify starts what a step leads to: mails to colleagues, and writes into a ticket.
func (r *technicianRun) notify(ctx workflow.Context, answer technician.Answer) error {
	startMails(ctx, r.in.Tenant, answer.Notices)
	if answer.Wake == nil {
		return nil
	}
	if err := workflow.ExecuteLocalActivity(localOptions(ctx), activities.TicketWake, answer.Wake.Tenant, answer.Wake.Integration, answer.Wake.Ticket).Get(ctx, nil); err != nil {
		workflow.GetLogger(ctx).Warn("a ticket waits for the sweep")
	}
	return ctx.Err()
}

func (r *technicianRun) load(ctx workflow.Context) (due technician.Due, err error) {
	for r.signals.ReceiveAsync(nil) { // what they speak of is read now
	}
	r.changed = false
	err = runInDatabase(ctx, &due, activities.TechnicianVerificationDue, r.in.Tenant, r.in.TechnicianVerification)
	return due, err
}

// process does what is due; acted says that the rows are not what they were.
func (r *technicianRun) process(ctx workflow.Context, due technician.Due) (acted bool, err error) {
	for _, message := range due.Replies {
		var answer technician.Answer
		if err := runInDatabase(ctx, &answer, activities.TechnicianVerificationReply, r.in.Tenant, message); err != nil {
			return false, err
		}
		if err := r.notify(ctx, answer); err != nil {
			return false, err
		}
		acted = true
	}
	for _, message := range due.Outbound {
		if err := r.send(ctx, due.Transport, message); err != nil {
			return acted, err
		}
		acted = true
	}
	return acted, nil
}

// send hands one message over: within the workflow task, because a client waits on the phone, or with retries when its provider does not accept it now.
// It gives up a message that no provider accepted in time, so that it does not go out too late.
func (r *technicianRun) send(ctx workflow.Context, transport channel.Transport, message uuid.UUID) error {
	err := workflow.ExecuteLocalActivity(singleTry(ctx), activities.MessageSend, r.in.Tenant, message).Get(ctx, nil)
	if err == nil || temporal.IsCanceledError(err) {
		return err
	}
	err = workflow.ExecuteActivity(sendOptions(ctx, transport, answerPatience), activities.MessageSend, r.in.Tenant, message).Get(ctx, nil)
	if err == nil || temporal.IsCanceledError(err) {
		return err
	}
	return runInDatabase(ctx, nil, activities.MessageGiveUp, r.in.Tenant, message)
}

// wait returns at a signal, at a step, or when the newest code expires, which closes the technician verification.
func (r *technicianRun) wait(ctx workflow.Context, due technician.Due) error {
	left := max(due.ExpiresAt.Sub(workflow.Now(ctx)), time.Second) // the database's clock may be a little behind
	heard, err := workflow.AwaitWithTimeout(ctx, left, func() bool { return r.changed || r.signals.Len() > 0 })
	if err != nil || heard {
		return err
	}
	if err := r.stepping.Lock(ctx); err != nil {
		return err
	}
	defer r.stepping.Unlock()
	var answer technician.Answer
	return runInDatabase(ctx, &answer, activities.TechnicianVerificationEnd, technician.End{
		Tenant: r.in.Tenant, Verification: r.in.TechnicianVerification, Status: technician.Expired, By: technician.Clock,
	})
}

// finish ends the run, or continues with the next technician verification of the same number, opened while this one was ending.
// A signal that has come meanwhile is looked at first.
func (r *technicianRun) finish(ctx workflow.Context, due technician.Due) (left bool, err error) {
	if err := workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) }); err != nil || r.signals.Len() > 0 {
		return false, err
	}
	if due.Next != uuid.Nil {
		return true, workflow.NewContinueAsNewError(ctx, TechnicianVerification, TechnicianVerificationInput{Tenant: r.in.Tenant, TechnicianVerification: due.Next})
	}
	return true, nil
}
