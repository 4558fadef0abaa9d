package inbound

import (
	"context"
	"errors"

	"go.temporal.io/sdk/temporal"

	"countersign/core/clock"
	"countersign/core/verification"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/messages"
	"countersign/store/verify"
	"countersign/workflows"
)

// denyVerifications does for an answer to our message what "This was not me" does on the page of a link: what is open is denied, and what ended within a day
// is denied late. store.ErrNotFound where nothing took the denial.
func (r Router) denyVerifications(ctx context.Context, m messages.Unrouted, facts messages.RoutingFacts) error {
	taken := false
	for _, told := range facts.Told {
		denied, err := false, error(nil)
		if !told.Closed {
			denied, err = r.denyOpen(ctx, m, told)
		}
		if err == nil && !denied && facts.Facts.EndedVerification {
			denied, err = r.denyLate(ctx, m, told)
		}
		if err != nil {
			return err
		}
		taken = taken || denied
	}
	if !taken {
		return store.ErrNotFound
	}
	return nil
}

// denyOpen asks the run; false where it has ended.
func (r Router) denyOpen(ctx context.Context, m messages.Unrouted, told messages.ToldVerification) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, numberTimeout)
	defer cancel()
	run := dispatch.VerificationRun{Tenant: m.Sender.Tenant, Contact: told.Contact, Verification: told.ID, ID: told.RunID}
	answer, err := r.Dispatch.UpdateVerification(ctx, run, workflows.UpdateNotMe, m.ID.String(), workflows.EndRequest{Verification: told.ID, By: verification.Contact})
	if _, refused := errors.AsType[*temporal.ApplicationError](err); refused || errors.Is(err, dispatch.ErrGone) {
		return false, nil // asking again would change nothing
	}
	return err == nil && answer.Reason == verification.NotMe, err
}

// denyLate raises the alert of a verification that has ended, and starts its mails. The sweep starts those that cannot be started now.
func (r Router) denyLate(ctx context.Context, m messages.Unrouted, told messages.ToldVerification) (bool, error) {
	taken, mails, err := verify.DenyLate(ctx, r.Store, m.Sender.Tenant, told.ID, r.Console, clock.Now())
	for _, mail := range mails {
		_ = r.Dispatch.StartNotice(ctx, m.Sender.Tenant, mail)
	}
	return taken, err
}
