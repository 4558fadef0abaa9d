package intake

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"countersign/core/otp"
	"countersign/store"
	"countersign/workflows"
)

const (
	// numberTimeout bounds the wait for a run's answer.
	numberTimeout = 10 * time.Second
	// numberTries bounds how often an update is asked again that Temporal dropped.
	numberTries = 5
)

// enterNumber gives the number that somebody wrote back to their verification, as a digest. The run judges and counts; one that is gone needs no number.
func (r Router) enterNumber(ctx context.Context, m store.Unrouted, facts store.RoutingFacts) error {
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
	options := client.UpdateWorkflowOptions{
		UpdateID: workflows.UpdateMatch + "-" + m.ID.String(), WorkflowID: workflows.VerificationID(m.Sender.Tenant, awaited.Contact), RunID: awaited.RunID,
		UpdateName: workflows.UpdateMatch, WaitForStage: client.WorkflowUpdateStageCompleted,
		Args: []any{workflows.MatchRequest{Verification: awaited.Verification, Send: awaited.Send, Digest: digest}},
	}
	err = r.update(ctx, options)
	for try := 1; try < numberTries && dropped(err); try++ {
		err = r.update(ctx, options)
	}
	if judged(err) {
		return nil
	}
	return err
}

func (r Router) update(ctx context.Context, options client.UpdateWorkflowOptions) error {
	handle, err := r.Temporal.UpdateWorkflow(ctx, options)
	if err != nil {
		return err
	}
	return handle.Get(ctx, nil)
}

// dropped tells an update that was lost with the workflow task it came in.
func dropped(err error) bool {
	_, lost := errors.AsType[*serviceerror.WorkflowNotReady](err)
	return lost
}

// judged reports that asking again would change nothing: the run has answered, or refused, or has ended.
func judged(err error) bool {
	if err == nil {
		return true
	}
	_, gone := errors.AsType[*serviceerror.NotFound](err)
	_, refused := errors.AsType[*temporal.ApplicationError](err)
	return gone || refused
}
