package dispatch

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"countersign/core/problem"
	"countersign/workflows"
)

const (
	// updateTimeout bounds the wait for a run's answer. The run continues after it; the row has the result.
	updateTimeout = 20 * time.Second
	// droppedTries is how often an update is repeated that Temporal dropped.
	droppedTries = 5
	// busyPause is how long the caller should wait before it asks a busy run again.
	busyPause = time.Second
)

// ErrGone means that the run has ended, or that another one has its place; its row tells how it ended.
var ErrGone = errors.New("dispatch: the run has ended")

// acceptedButCompleted is the type Temporal gives the failure of an update whose run ended before the handler did
// (temporalio/temporal, service/history/workflow/update).
const acceptedButCompleted = "AcceptedUpdateCompletedWorkflow"

// updateOptions name an update. A request with an idempotency key that is repeated is the same update; "" makes a new one.
func updateOptions(workflow, run, name, idempotency string, request any) client.UpdateWorkflowOptions {
	if idempotency == "" {
		idempotency = uuid.NewString()
	}
	return client.UpdateWorkflowOptions{
		UpdateID: name + "-" + idempotency, WorkflowID: workflow, RunID: run, UpdateName: name, Args: []any{request}, WaitForStage: client.WorkflowUpdateStageCompleted,
	}
}

// update makes an update and waits for its answer. A signal or fact that arrives while the run answers makes Temporal drop the workflow task, and the update
// with it. The same update may be repeated: what its first try recorded is found by its id.
func update[T any](ctx context.Context, temporal client.Client, options client.UpdateWorkflowOptions) (answer T, err error) {
	ctx, cancel := context.WithTimeout(ctx, updateTimeout)
	defer cancel()
	for try := 0; ; try++ {
		var handle client.WorkflowUpdateHandle
		if handle, err = temporal.UpdateWorkflow(ctx, options); err == nil {
			err = handle.Get(ctx, &answer)
		}
		if err == nil {
			return answer, nil
		}
		if try >= droppedTries || !is[*serviceerror.WorkflowNotReady](err) {
			return *new(T), updateError(err)
		}
	}
}

// updateError distinguishes a run that has ended, a run that is busy and a run that does not answer.
func updateError(err error) error {
	if is[*serviceerror.NotFound](err) {
		return ErrGone
	}
	if application, ok := errors.AsType[*temporal.ApplicationError](err); ok {
		switch application.Type() {
		case workflows.RejectionMismatch, acceptedButCompleted:
			return ErrGone
		}
	}
	if is[*serviceerror.ResourceExhausted](err) {
		return problem.Later(problem.RateLimited, busyPause) // Temporal takes ten updates of a run at a time
	}
	if is[*client.WorkflowUpdateServiceTimeoutOrCanceledError](err) {
		return problem.Later(problem.Unavailable, busyPause)
	}
	return err
}
