package dispatch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"

	"countersign/core/channel"
	"countersign/core/clock"
	"countersign/core/problem"
	"countersign/workflows"
)

const (
	// closingTries and closingPause bound the wait for a run that has decided but not yet ended.
	closingTries = 15
	closingPause = 100 * time.Millisecond
	// recordingTime is how much longer than its verification a run may live, to record the end.
	recordingTime = 25 * time.Hour
)

// VerificationRun names a run of a verification.
type VerificationRun struct {
	Tenant, Contact, Verification uuid.UUID
	ID                            string // of the run; "" is the newest
}

// StartVerification starts the run of a verification; ticket may be empty. It may be repeated: the workflow id admits one run per contact, and a run of this
// verification that exists already is success. problem.Closing means that the contact's previous run is still recording its end.
func (d *Dispatcher) StartVerification(ctx context.Context, in workflows.VerificationInput, ticket string) error {
	spec, _ := channel.Of(in.Channel)
	summary := fmt.Sprintf("%s by %s", spec.Proof, spec.Transport)
	found := []temporal.SearchAttributeUpdate{workflows.AttributeVerification.ValueSet(in.Verification.String()), workflows.AttributeChannel.ValueSet(string(in.Channel))}
	if ticket != "" {
		summary += " for ticket " + ticket // a summary is sealed; a search attribute is not, and people type tickets as they like
	}
	options := verificationStart.options(workflows.VerificationID(in.Tenant, in.Contact), in.Tenant, found...)
	options.WorkflowRunTimeout, options.StaticSummary = in.EndsAt.Sub(clock.Now())+recordingTime, summary
	for range closingTries {
		_, err := d.temporal.ExecuteWorkflow(ctx, options, workflows.VerificationName, in)
		running, other := errors.AsType[*serviceerror.WorkflowExecutionAlreadyStarted](err)
		if !other {
			return err
		}
		if same, err := d.runsVerification(ctx, options.ID, running.RunId, in.Verification); same || err != nil {
			return err
		}
		if err := sleep(ctx, closingPause); err != nil {
			return err
		}
	}
	return problem.Later(problem.Closing, busyPause)
}

// runsVerification reports whether a contact's run is that of a verification.
func (d *Dispatcher) runsVerification(ctx context.Context, workflow, run string, verification uuid.UUID) (bool, error) {
	described, err := d.temporal.DescribeWorkflowExecution(ctx, workflow, run)
	if err != nil {
		return false, err
	}
	var id string
	field := described.GetWorkflowExecutionInfo().GetSearchAttributes().GetIndexedFields()[workflows.AttributeVerification.GetName()]
	if err := converter.GetDefaultDataConverter().FromPayload(field, &id); err != nil {
		return false, err
	}
	return id == verification.String(), nil
}

// VerificationRuns reports whether a contact has a run that could still record an end.
func (d *Dispatcher) VerificationRuns(ctx context.Context, run VerificationRun) (bool, error) {
	described, err := d.temporal.DescribeWorkflowExecution(ctx, workflows.VerificationID(run.Tenant, run.Contact), run.ID)
	if is[*serviceerror.NotFound](err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return described.GetWorkflowExecutionInfo().GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING, nil
}

// UpdateVerification sends an update to a run and waits for its answer. A repeated idempotency key makes the same update. Errors: ErrGone; problem.RateLimited
// when too many updates of this verification wait; problem.Unavailable when the run does not answer.
func (d *Dispatcher) UpdateVerification(ctx context.Context, run VerificationRun, name, idempotency string, request any) (workflows.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, updateTimeout)
	defer cancel()
	done, err := d.updates.acquire(ctx, run.Verification)
	if err != nil {
		return workflows.Answer{}, err
	}
	defer done()
	return update[workflows.Answer](ctx, d.temporal, updateOptions(workflows.VerificationID(run.Tenant, run.Contact), run.ID, name, idempotency, request))
}
