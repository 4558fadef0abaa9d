package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/channel"
)

// quick is for a first try within the workflow task: our own database, and at most one call to a provider.
func quick(ctx workflow.Context) workflow.Context {
	return workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		ScheduleToCloseTimeout: 12 * time.Second,
		StartToCloseTimeout:    8 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: 100 * time.Millisecond, MaximumInterval: time.Second, MaximumAttempts: 5, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
	})
}

// patientSend repeats a send until the code it carries has ended.
func patientSend(ctx workflow.Context, transport channel.Transport, within time.Duration) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueOf(transport),
		ScheduleToCloseTimeout: max(within, time.Second),
		StartToCloseTimeout:    20 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "send by " + string(transport),
	})
}

// patientRecord outlasts an outage of our own database. After a day the sweep closes the row as lost.
func patientRecord(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueCore,
		ScheduleToCloseTimeout: 24 * time.Hour,
		StartToCloseTimeout:    20 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "record the end",
	})
}

// patientMail repeats a mail to one of the MSP's own people for two hours.
func patientMail(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueOf(channel.Email),
		ScheduleToCloseTimeout: 2 * time.Hour,
		StartToCloseTimeout:    20 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 5 * time.Minute, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "mail a colleague",
	})
}
