package inbound

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"

	"countersign/core/otp"
	"countersign/dispatch"
	"countersign/store/messages"
	"countersign/workflows"
)

// numberTimeout bounds the wait for a run's answer.
const numberTimeout = 10 * time.Second

// enterNumber passes the number that a person wrote back to their verification, as a digest and without any proof that our message reached them. The run evaluates and counts it; a run that has ended needs none.
func (r Router) enterNumber(ctx context.Context, m messages.Unrouted, facts messages.RoutingFacts) error {
	number, err := otp.CleanNumber(facts.Facts.Body)
	if err != nil {
		return err
	}
	awaited := facts.Awaited
	digest, err := otp.Digest(r.Store.Ring(), awaited.KeyID, awaited.Verification.String(), number)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, numberTimeout)
	defer cancel()
	run := dispatch.VerificationRun{Tenant: m.Sender.Tenant, Contact: awaited.Contact, Verification: awaited.Verification, ID: awaited.RunID}
	_, err = r.Dispatch.UpdateVerification(ctx, run, workflows.UpdateMatch, m.ID.String(), workflows.MatchRequest{Verification: awaited.Verification, Send: awaited.Send, Digest: digest, Bare: true})
	if _, refused := errors.AsType[*temporal.ApplicationError](err); refused || errors.Is(err, dispatch.ErrGone) {
		return nil // asking again would change nothing
	}
	return err
}
