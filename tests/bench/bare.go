package main

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// bare is the least that Temporal can do: one workflow, one activity that posts the SMS, one Update that compares a digest and ends it.
// No API, no database, no limits, no callbacks, no evidence, nothing that survives a lost answer of the provider.
type bare struct {
	temporal client.Client
	account  account
	phones   *phones
}

const bareQueue, bareCheck = "bench-bare", "check"

func (d bare) name() string { return "bare" }

func (d bare) workflow(_ *person, passed passage) string { return bareQueue + "/" + passed.id }

// Send is the activity.
func (d bare) Send(ctx context.Context, in plainInput) error {
	return d.account.sendSMS(ctx, in.To, in.text())
}

// Verify is the workflow.
func (d bare) Verify(ctx workflow.Context, in plainInput) error {
	approved := false
	err := workflow.SetUpdateHandler(ctx, bareCheck, func(_ workflow.Context, digest string) (bool, error) {
		approved = approved || digest == in.Digest
		return approved, nil
	})
	if err != nil {
		return err
	}
	if err := workflow.ExecuteActivity(plainly(ctx), d.Send, in).Get(ctx, nil); err != nil {
		return err
	}
	return workflow.Await(ctx, func() bool { return approved })
}

func (d bare) work() (stop func(), err error) {
	return works(d.temporal, bareQueue, func(r worker.Registry) {
		r.RegisterWorkflowWithOptions(d.Verify, workflow.RegisterOptions{Name: "Bare"})
		r.RegisterActivity(d.Send)
	})
}

func (d bare) verify(ctx context.Context, p *person) (passage, error) {
	in, err := newPlainInput(p.mobile)
	if err != nil {
		return passage{}, err
	}
	passed, err := starts(ctx, d.temporal, bareQueue, "Bare", in)
	if err != nil {
		return passed, err
	}
	code, err := d.phones.code(ctx, p.mobile, passed.asked)
	if err != nil {
		return passed, err
	}
	passed.read = time.Now()
	handle, err := d.temporal.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID: bareQueue + "/" + in.ID, UpdateName: bareCheck, Args: []any{plainDigest(in.ID, code)}, WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err != nil {
		return passed, err
	}
	var approved bool
	err = handle.Get(ctx, &approved)
	passed.answered = time.Now()
	if err == nil && !approved {
		err = errors.New("the bare design did not approve the right code")
	}
	return passed, err
}
