package verify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"

	"countersign/api/gate"
	"countersign/api/respond"
	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/db"
	"countersign/workflows"
)

const (
	// updateTimeout bounds the wait for a run's answer. The run goes on when it passes; the row tells the end.
	UpdateTimeout = 20 * time.Second
	// updatePause is how long whoever met a busy run should wait.
	UpdatePause = time.Second
	// closingTries and closingPause bound the wait for a run that has decided but not yet ended, or is only beginning.
	ClosingTries = 15
	ClosingPause = 100 * time.Millisecond
	// droppedTries bounds how often an update is asked again that Temporal dropped.
	droppedTries = 5
	// taskTimeout is how long a task of a worker that died is waited for before another worker gets it: a technician is on the phone.
	taskTimeout = 5 * time.Second
	// afterwards is how much longer than its verification a run may live to record the end.
	afterwards = 25 * time.Hour
)

// Runs starts verifications' workflows and speaks to them.
type Runs struct {
	temporal client.Client
	turns    *turns
}

func NewRuns(temporal client.Client) Runs { return Runs{temporal: temporal, turns: newTurns()} }

// start makes a verification's row durable as a run. It may be repeated: the workflow id admits one run per contact, and a run of this
// verification that is there already is what was wanted.
// problem.Closing means that the contact's previous run is still writing down its end.
func (r Runs) start(ctx context.Context, tenant uuid.UUID, v store.Verification, rules policy.Snapshot) error {
	spec, _ := channel.Of(v.Channel)
	options := client.StartWorkflowOptions{
		ID:                       workflows.VerificationID(tenant, v.Contact.ID),
		TaskQueue:                workflows.QueueCore,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_FAIL,
		WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		WorkflowRunTimeout:       time.Until(v.EndsAt) + afterwards,
		WorkflowTaskTimeout:      taskTimeout,
		EnableEagerStart:         true, // a worker in this process gets the first task with the answer
		StaticSummary:            summary(spec, v.TicketID),
		Priority:                 temporal.Priority{PriorityKey: 1, FairnessKey: tenant.String()},
		TypedSearchAttributes:    attributes(tenant, v),

		WorkflowExecutionErrorWhenAlreadyStarted: true,
	}
	in := workflows.VerificationInput{
		Tenant: tenant, Verification: v.ID, Contact: v.Contact.ID, Company: v.Company.ID, Channel: v.Channel, Point: v.PointID,
		Policy: rules, KeyID: v.KeyID, OpenedAt: v.OpenedAt, EndsAt: v.EndsAt, By: v.Leader.Kind + "/" + v.Leader.ID.String(),
	}
	for range ClosingTries {
		_, err := r.temporal.ExecuteWorkflow(ctx, options, workflows.VerificationName, in)
		running, other := errors.AsType[*serviceerror.WorkflowExecutionAlreadyStarted](err)
		if !other {
			return err
		}
		if ours, err := r.runs(ctx, options.ID, running.RunId, v.ID); ours || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(ClosingPause):
		}
	}
	return problem.Later(problem.Closing, UpdatePause)
}

// runs tells whether a contact's run is that of this verification.
func (r Runs) runs(ctx context.Context, workflow, run string, v uuid.UUID) (bool, error) {
	described, err := r.temporal.DescribeWorkflowExecution(ctx, workflow, run)
	if err != nil {
		return false, err
	}
	var id string
	field := described.GetWorkflowExecutionInfo().GetSearchAttributes().GetIndexedFields()[workflows.AttributeVerification.GetName()]
	if err := converter.GetDefaultDataConverter().FromPayload(field, &id); err != nil {
		return false, err
	}
	return id == v.String(), nil
}

func summary(spec channel.Spec, ticket string) string {
	if ticket == "" {
		return fmt.Sprintf("%s by %s", spec.Proof, spec.Transport)
	}
	return fmt.Sprintf("%s by %s for ticket %s", spec.Proof, spec.Transport, ticket)
}

func attributes(tenant uuid.UUID, v store.Verification) temporal.SearchAttributes {
	values := []temporal.SearchAttributeUpdate{
		workflows.AttributeTenant.ValueSet(tenant.String()),
		workflows.AttributeVerification.ValueSet(v.ID.String()),
		workflows.AttributeChannel.ValueSet(string(v.Channel)),
	}
	if v.TicketID != "" {
		values = append(values, workflows.AttributeTicket.ValueSet(v.TicketID))
	}
	return temporal.NewSearchAttributes(values...)
}

// by names an actor in facts: ids, never names.
func by(actor gate.Actor) string { return string(actor.Kind) + "/" + actor.ID.String() }

// ErrGone means that the run ended before it could answer; its row tells how.
var ErrGone = errors.New("api: the run has ended")

// run names the run of a verification.
type run struct {
	tenant, contact, verification uuid.UUID
	id                            string // empty: the newest
}

func runOf(row db.Verification) run {
	return run{tenant: row.TenantID, contact: row.ContactID, verification: row.ID, id: respond.Value(row.RunID)}
}

// update asks a run for something and waits for the answer. idempotency makes a repeated request the same update.
func (r Runs) update(ctx context.Context, to run, name, idempotency string, request any) (workflows.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, UpdateTimeout)
	defer cancel()
	done, err := r.turns.take(ctx, to.verification)
	if err != nil {
		return workflows.Answer{}, err
	}
	defer done()
	if idempotency == "" {
		idempotency = uuid.NewString()
	}
	options := client.UpdateWorkflowOptions{
		UpdateID: name + "-" + idempotency, WorkflowID: workflows.VerificationID(to.tenant, to.contact), RunID: to.id,
		UpdateName: name, Args: []any{request}, WaitForStage: client.WorkflowUpdateStageCompleted,
	}
	return AskRun[workflows.Answer](ctx, r.temporal, options)
}

// AskRun makes an update and waits for its answer. A fact that arrives while the run answers makes Temporal drop the task and the update with it.
// The same update may be asked again: what its first try wrote down is found by its id.
func AskRun[T any](ctx context.Context, temporal client.Client, options client.UpdateWorkflowOptions) (answer T, err error) {
	for try := 0; ; try++ {
		var handle client.WorkflowUpdateHandle
		if handle, err = temporal.UpdateWorkflow(ctx, options); err == nil {
			err = handle.Get(ctx, &answer)
		}
		if err == nil {
			return answer, nil
		}
		if try >= droppedTries || !dropped(err) {
			return *new(T), updateProblem(err)
		}
	}
}

// dropped tells an update that was lost with the workflow task it came in.
func dropped(err error) bool {
	_, lost := errors.AsType[*serviceerror.WorkflowNotReady](err)
	return lost
}

// updateProblem tells a run that has ended, an overflow and a silence apart.
func updateProblem(err error) error {
	if _, gone := errors.AsType[*serviceerror.NotFound](err); gone {
		return ErrGone
	}
	if application, ok := errors.AsType[*temporal.ApplicationError](err); ok {
		switch application.Type() {
		case workflows.RejectionMismatch, acceptedButCompleted:
			return ErrGone
		}
	}
	if _, full := errors.AsType[*serviceerror.ResourceExhausted](err); full {
		return problem.Later(problem.RateLimited, UpdatePause) // Temporal takes ten updates of a run at a time
	}
	if _, silent := errors.AsType[*client.WorkflowUpdateServiceTimeoutOrCanceledError](err); silent {
		return problem.Later(problem.Unavailable, UpdatePause)
	}
	return err
}

// acceptedButCompleted is the type Temporal gives the failure of an update whose run ended before the handler did
// (temporalio/temporal, service/history/workflow/update).
const acceptedButCompleted = "AcceptedUpdateCompletedWorkflow"
