package workflows

import (
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/record"
	"countersign/core/verification"
)

// registerHandlers registers the updates, in a fixed order. Validators refuse what means another run; a refusal leaves no history.
func (v *verificationRun) registerHandlers(ctx workflow.Context) error {
	handlers := []struct {
		name      string
		handler   any
		validator any
	}{
		{UpdateSend, v.send, func(r SendRequest) error { return v.matchesRun(r.Verification) }},
		{UpdateCheck, v.check, func(r CheckRequest) error { return v.matchesRun(r.Verification) }},
		{UpdateConfirm, v.confirm, func(r ConfirmRequest) error { return v.matchesRun(r.Verification) }},
		{UpdateMatch, v.match, func(r MatchRequest) error { return v.matchesRun(r.Verification) }},
		{UpdateNotMe, v.notMe, func(r EndRequest) error { return v.matchesRun(r.Verification) }},
		{UpdateCancel, v.cancel, func(r EndRequest) error { return v.matchesRun(r.Verification) }},
	}
	for _, h := range handlers {
		if err := workflow.SetUpdateHandlerWithOptions(ctx, h.name, h.handler, workflow.UpdateHandlerOptions{Validator: h.validator}); err != nil {
			return err
		}
	}
	return nil
}

func (v *verificationRun) matchesRun(id uuid.UUID) error {
	if id != v.in.Verification {
		return temporal.NewNonRetryableApplicationError("another verification runs", RejectionMismatch, nil)
	}
	return nil
}

// lockOpen waits for its turn and reports whether the verification is still open. On true the caller holds changing.
func (v *verificationRun) lockOpen(ctx workflow.Context) (bool, error) {
	if err := v.changing.Lock(ctx); err != nil {
		return false, err
	}
	if v.state.Status.Closed() {
		v.changing.Unlock()
		return false, nil
	}
	return true, nil
}

// send makes another send, which voids the codes before it.
func (v *verificationRun) send(ctx workflow.Context, request SendRequest) (Answer, error) {
	if open, err := v.lockOpen(ctx); !open {
		return v.refusal(RefusedClosed, 0), err
	}
	defer v.changing.Unlock()
	if v.nextSend.IsZero() {
		return v.refusal(RefusedSendLimit, 0), nil
	}
	if wait := v.nextSend.Sub(workflow.Now(ctx)); wait > 0 {
		return v.refusal(RefusedSendLimit, wait), nil
	}
	result, err := v.deliver(ctx, request, true)
	switch {
	case err != nil:
		return Answer{}, err
	case result.Outcome == activities.OverLimit:
		return v.refusal(result.Code, result.RetryAfter), nil
	case result.Outcome == activities.NoLongerDue:
		return v.refusal(RefusedClosed, 0), nil
	}
	return v.answer(), nil
}

// check compares a digest. A right one ends the verification, as does the last wrong one.
func (v *verificationRun) check(ctx workflow.Context, request CheckRequest) (Answer, error) {
	if open, err := v.lockOpen(ctx); !open {
		return v.refusal(RefusedClosed, 0), err
	}
	defer v.changing.Unlock()
	if spec, _ := channel.Of(v.state.Channel); spec.Proof != channel.Code {
		return v.refusal(RefusedNoCode, 0), nil
	}
	return v.evaluateOnceSent(ctx, verification.Fact{Kind: verification.Attempted, Digest: request.Digest, By: request.By})
}

// match compares the number that the person entered. One that was meant for an earlier send changes nothing.
func (v *verificationRun) match(ctx workflow.Context, request MatchRequest) (Answer, error) {
	if open, err := v.lockOpen(ctx); !open {
		return v.refusal(RefusedClosed, 0), err
	}
	defer v.changing.Unlock()
	if spec, _ := channel.Of(v.state.Channel); spec.Proof != channel.Match || request.Send != v.state.Sends {
		return v.refusal(RefusedNoCode, 0), nil
	}
	if request.Bare && !channel.Low.AtLeast(v.in.Policy.Policy.MinimumAssurance) {
		return v.refusal(RefusedNoCode, 0), nil
	}
	return v.evaluateOnceSent(ctx, verification.Fact{Kind: verification.Attempted, Digest: request.Digest, Bare: request.Bare, By: verification.Contact})
}

// evaluateOnceSent waits until a send has a digest to compare with.
func (v *verificationRun) evaluateOnceSent(ctx workflow.Context, attempted verification.Fact) (Answer, error) {
	if v.state.Digest == "" { // the send is still under way
		ready, err := workflow.AwaitWithTimeout(ctx, sendSettles, func() bool { return v.state.Digest != "" })
		if err != nil || !ready {
			return v.refusal(RefusedUnavailable, 0), err
		}
	}
	return v.evaluate(ctx, attempted)
}

func (v *verificationRun) evaluate(ctx workflow.Context, fact verification.Fact) (Answer, error) {
	now := workflow.Now(ctx)
	fact.At = now
	attempt := record.Attempt{
		Tenant: v.in.Tenant, Verification: v.in.Verification, Contact: v.in.Contact, Number: v.state.Attempts + 1,
		UpdateID: workflow.GetCurrentUpdateInfo(ctx).ID, Accepted: v.state.Accepts(fact), At: now, Policy: v.in.Policy.Policy,
	}
	verdict, err := v.recordAttempt(ctx, fact, attempt)
	if err != nil {
		return Answer{}, err
	}
	if verdict.Refused {
		return v.refusal(RefusedRateLimited, verdict.RetryAfter), nil
	}
	answer := v.answer()
	answer.Accepted = attempt.Accepted
	return answer, nil
}

func (v *verificationRun) recordAttempt(ctx workflow.Context, fact verification.Fact, attempt record.Attempt) (record.AttemptAnswer, error) {
	if v.state.Apply(v.rules(), fact).Status.Closed() {
		answer, err := v.end(ctx, fact, &attempt)
		return answer.AttemptAnswer, err
	}
	var answer record.AttemptAnswer
	err := workflow.ExecuteLocalActivity(localOptions(ctx), activities.VerificationRecordAttempt, attempt).Get(ctx, &answer)
	if err != nil {
		// The attempt is not counted and not answered: the technician is asked to try again once the database is back.
		workflow.GetLogger(ctx).Warn("an attempt could not be recorded")
		return record.AttemptAnswer{Refused: true, RetryAfter: time.Second}, nil
	}
	if !answer.Refused {
		v.apply(fact)
	}
	return answer, nil
}

// confirm is "Validate" on the page of a link, or the key that a called person pressed.
func (v *verificationRun) confirm(ctx workflow.Context, request ConfirmRequest) (Answer, error) {
	return v.finish(ctx, verification.Fact{Kind: verification.Confirmed, Send: request.Send, By: verification.Contact})
}

// notMe is "This was not me": the person on file denies being on this call.
func (v *verificationRun) notMe(ctx workflow.Context, _ EndRequest) (Answer, error) {
	return v.finish(ctx, verification.Fact{Kind: verification.Denial, By: verification.Contact})
}

// cancel is the technician's.
func (v *verificationRun) cancel(ctx workflow.Context, request EndRequest) (Answer, error) {
	return v.finish(ctx, verification.Fact{Kind: verification.Cancel, By: request.By})
}

// finish applies a fact that ends the verification if it means what counts now; otherwise the answer says that it is still pending.
func (v *verificationRun) finish(ctx workflow.Context, fact verification.Fact) (Answer, error) {
	if open, err := v.lockOpen(ctx); !open {
		return v.refusal(RefusedClosed, 0), err
	}
	defer v.changing.Unlock()
	fact.At = workflow.Now(ctx)
	_, err := v.end(ctx, fact, nil)
	answer := v.answer()
	answer.Accepted = v.state.Status == verification.Approved
	return answer, err
}
