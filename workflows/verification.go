package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/record"
	"countersign/core/verification"
)

// sendSettles is how long an update waits for a send in progress before it gives up.
const sendSettles = 15 * time.Second

// Verification proves who is calling: it sends a code or link, counts and compares what comes back, and records the end.
// docs/workflows/verification.md has its state chart.
func Verification(ctx workflow.Context, in VerificationInput) (VerificationResult, error) {
	v := &verificationRun{in: in, state: verification.New(), changing: workflow.NewMutex(ctx)}
	// Held until the first send is made: an update may come with the very first task, and must not find a verification without a code.
	if err := v.changing.Lock(ctx); err != nil {
		return VerificationResult{}, err
	}
	if err := v.registerHandlers(ctx); err != nil {
		return VerificationResult{}, err
	}
	if err := v.sendFirst(ctx); err != nil {
		return VerificationResult{}, err
	}
	if err := v.awaitOutcome(ctx); err != nil {
		return VerificationResult{}, err
	}
	err := workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
	return VerificationResult{Verification: in.Verification, Status: v.state.Status, Reason: v.state.Reason}, err
}

// verificationRun is one run. Code that changes state or facts holds changing; the end is recorded before any update answers with it.
type verificationRun struct {
	in       VerificationInput
	state    verification.State
	facts    []verification.Fact
	nextSend time.Time // the earliest next send
	changing workflow.Mutex
}

func (v *verificationRun) rules() verification.Rules {
	return verification.Rules{MaxAttempts: v.in.Policy.Policy.MaxAttempts, MaxSends: v.in.Policy.Policy.MaxSends}
}

// apply folds a fact into the state.
func (v *verificationRun) apply(f verification.Fact) {
	v.facts = append(v.facts, f)
	v.state = v.state.Apply(v.rules(), f)
}

// answer tells where the verification stands.
func (v *verificationRun) answer() Answer {
	return Answer{Status: v.state.Status, Reason: v.state.Reason, AttemptsRemaining: v.state.Remaining(v.rules())}
}

func (v *verificationRun) refusal(code string, after time.Duration) Answer {
	a := v.answer()
	a.Refusal, a.RetryAfter = code, after
	return a
}

// sendFirst makes the first send, whose limits were counted when it was asked for, and gives changing free.
func (v *verificationRun) sendFirst(ctx workflow.Context) error {
	defer v.changing.Unlock()
	_, err := v.deliver(ctx, SendRequest{Channel: v.in.Channel, ContactPoint: v.in.ContactPoint, By: v.in.By}, false)
	return err
}

// awaitOutcome waits for an ending fact, or for the end of the newest code. A send moves that end.
func (v *verificationRun) awaitOutcome(ctx workflow.Context) error {
	for !v.state.Status.Closed() {
		end := v.state.ExpiresAt
		ended, err := workflow.AwaitWithTimeout(ctx, end.Sub(workflow.Now(ctx)), func() bool { return v.state.Status.Closed() })
		if err != nil {
			return err // cancelled by an operator: the sweep closes the row
		}
		if !ended && v.state.ExpiresAt.Equal(end) {
			if err := v.expire(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *verificationRun) expire(ctx workflow.Context) error {
	if err := v.changing.Lock(ctx); err != nil {
		return err
	}
	defer v.changing.Unlock()
	_, err := v.end(ctx, verification.Fact{Kind: verification.TimeUp, At: workflow.Now(ctx), By: "system"}, nil)
	return err
}

// deliver makes the next send: at once if that works, else patiently in the background. The caller holds changing.
func (v *verificationRun) deliver(ctx workflow.Context, request SendRequest, takeLimits bool) (activities.SendResult, error) {
	in := v.sendInput(ctx, request, takeLimits)
	var result activities.SendResult
	err := workflow.ExecuteLocalActivity(localOptions(ctx), activities.VerificationSend, in).Get(ctx, &result)
	if err != nil {
		if temporal.IsCanceledError(err) {
			return result, err
		}
		result = activities.SendResult{Outcome: activities.RetryLater} // our own database is away: the patient way waits for it
	}
	if result.Outcome == activities.OverLimit || result.Outcome == activities.NoLongerDue {
		return result, nil
	}
	v.nextSend = in.SendAgainAt
	v.apply(verification.Fact{
		Kind: verification.Sent, At: in.At, Send: in.Key.Number, Channel: in.Channel, ContactPoint: in.ContactPoint.String(),
		Digest: result.Digest, ExpiresAt: in.ExpiresAt, By: request.By,
	})
	switch result.Outcome {
	case activities.RetryLater:
		v.deliverInBackground(ctx, in)
	case activities.Refused:
		v.sendEnded(ctx, in.Key.Number, result.Code)
	}
	return result, nil
}

func (v *verificationRun) sendInput(ctx workflow.Context, request SendRequest, takeLimits bool) activities.SendInput {
	rules, now, number := v.in.Policy.Policy, workflow.Now(ctx), v.state.Sends+1
	spec, _ := channel.Of(request.Channel)
	in := activities.SendInput{
		Key:   ledger.Key{Tenant: v.in.Tenant, Verification: v.in.Verification, Number: number},
		KeyID: v.in.KeyID, Channel: request.Channel, ContactPoint: request.ContactPoint, At: now, TakeLimits: takeLimits, Policy: rules,
		ExpiresAt: earlier(now.Add(rules.LifeOf(spec.Proof)), v.in.EndsAt),
	}
	if number < rules.MaxSends {
		in.SendAgainAt = now.Add(rules.PauseBefore(number + 1))
	}
	return in
}

// deliverInBackground repeats a send in the background for as long as its code is good.
func (v *verificationRun) deliverInBackground(ctx workflow.Context, in activities.SendInput) {
	spec, _ := channel.Of(in.Channel)
	workflow.Go(ctx, func(ctx workflow.Context) {
		var result activities.SendResult
		within := in.ExpiresAt.Sub(workflow.Now(ctx))
		err := workflow.ExecuteActivity(sendOptions(ctx, spec.Transport, within), activities.VerificationSendPatiently, in).Get(ctx, &result)
		if v.state.Status.Closed() || v.state.Sends != in.Key.Number {
			return // a newer send counts
		}
		if err != nil {
			result = activities.SendResult{Outcome: activities.Refused, Code: message.GaveUp}
		}
		if result.Digest != "" {
			v.state.Digest = result.Digest
			v.amendDigest(in.Key.Number, result.Digest)
		}
		if result.Outcome == activities.Refused {
			v.sendEnded(ctx, in.Key.Number, result.Code)
		}
	})
}

// amendDigest writes the digest of a send that could not be computed at once into its fact, so that the evidence folds to the same end.
func (v *verificationRun) amendDigest(number int, digest string) {
	for i := range v.facts {
		if v.facts[i].Kind == verification.Sent && v.facts[i].Send == number {
			v.facts[i].Digest = digest
		}
	}
}

// sendEnded notes that a send surely did not leave us. The technician need not wait to try another way.
func (v *verificationRun) sendEnded(ctx workflow.Context, number int, code string) {
	if !v.nextSend.IsZero() {
		v.nextSend = workflow.Now(ctx)
	}
	v.apply(verification.Fact{Kind: verification.SendEnded, At: workflow.Now(ctx), Send: number, Outcome: code, By: "system"})
}

// end records an ending fact. When the contact's attempts are used up, nothing happens but the refusal. The caller holds changing.
func (v *verificationRun) end(ctx workflow.Context, fact verification.Fact, attempt *record.Attempt) (record.ConcludeAnswer, error) {
	end := v.state.Apply(v.rules(), fact)
	if !end.Status.Closed() {
		return record.ConcludeAnswer{}, nil
	}
	conclusion := record.Conclusion{
		Tenant: v.in.Tenant, Verification: v.in.Verification, Contact: v.in.Contact, Company: v.in.Company, Policy: v.in.Policy,
		Facts: append(v.facts[:len(v.facts):len(v.facts)], fact), End: end, Attempt: attempt, By: fact.By,
	}
	var answer record.ConcludeAnswer
	if err := runInDatabase(ctx, &answer, activities.VerificationConclude, conclusion); err != nil {
		return answer, err
	}
	if answer.Refused {
		return answer, nil
	}
	startMails(ctx, v.in.Tenant, answer.Notices)
	v.apply(fact)
	return answer, nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
