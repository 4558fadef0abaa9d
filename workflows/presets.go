package workflows

// This file has every option of activities and child workflows. A change of an option applies to the commands that come after it, in running workflows too.

import (
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/channel"
)

// localOptions is for a first try within the workflow task: our own database, and at most one call to a provider.
func localOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		ScheduleToCloseTimeout: 12 * time.Second,
		StartToCloseTimeout:    8 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: 100 * time.Millisecond, MaximumInterval: time.Second, MaximumAttempts: 5, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
	})
}

// sendOptions repeats a send until the code it carries has ended.
func sendOptions(ctx workflow.Context, transport channel.Transport, within time.Duration) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueOf(transport),
		ScheduleToCloseTimeout: max(within, time.Second),
		StartToCloseTimeout:    20 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "send by " + string(transport),
	})
}

// dbOptions outlasts an outage of our own database. After a day the sweep closes the row as lost.
func dbOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueCore,
		ScheduleToCloseTimeout: 24 * time.Hour,
		StartToCloseTimeout:    20 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "record the end",
	})
}

// noticeOptions repeats a mail to one of the MSP's own people for two hours.
func noticeOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueOf(channel.Email),
		ScheduleToCloseTimeout: 2 * time.Hour,
		StartToCloseTimeout:    20 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 5 * time.Minute, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "mail a colleague",
	})
}

// singleTry is for a single try within the workflow task.
func singleTry(ctx workflow.Context) workflow.Context {
	return workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		ScheduleToCloseTimeout: 8 * time.Second, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
	})
}

// ticketOptions is for what a ticket system is asked to do: it outlasts an outage of days. The heartbeat only says that the worker lives.
func ticketOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueTickets,
		ScheduleToCloseTimeout: ticketPatience,
		StartToCloseTimeout:    90 * time.Second,
		HeartbeatTimeout:       20 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: 2 * time.Second, BackoffCoefficient: 2, MaximumInterval: 2 * time.Minute, MaximumAttempts: ticketTries, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "write into a ticket",
	})
}

// ticketTryOptions is for a try that must not be repeated before a search for what it made. StartToCloseTimeout exceeds one call of a PSA, so that no call is under way
// when it ends.
func ticketTryOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueTickets,
		ScheduleToCloseTimeout: checkPatience,
		StartToCloseTimeout:    45 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{MaximumAttempts: 1},
		Summary:                "create a ticket to try a default",
	})
}

// ticketRemovalOptions repeats the removal for some minutes.
func ticketRemovalOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueTickets,
		ScheduleToCloseTimeout: removalPatience,
		StartToCloseTimeout:    45 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: 2 * time.Second, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second, MaximumAttempts: ticketTries, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "remove the ticket again",
	})
}

// syncRowOptions is for the row of a sync.
func syncRowOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueSyncs,
		ScheduleToCloseTimeout: syncPatience,
		StartToCloseTimeout:    30 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute, MaximumAttempts: syncTries, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "open or end a sync",
	})
}

// syncPageOptions is for reading the PSA. The heartbeat only says that the worker lives: the position stands with the rows. How long a PSA that is away is
// left alone, the activity says; what else fails is tried again soon.
func syncPageOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueSyncs,
		ScheduleToCloseTimeout: syncPatience,
		StartToCloseTimeout:    3 * time.Minute,
		HeartbeatTimeout:       20 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: 2 * time.Second, BackoffCoefficient: 1, MaximumAttempts: syncTries, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "read pages of a PSA",
	})
}

// mediaOptions is for the pictures of a message.
func mediaOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueCore,
		ScheduleToCloseTimeout: 5 * time.Minute,
		StartToCloseTimeout:    45 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "look at pictures",
	})
}

// noticeChildOptions lets a notice outlive the workflow that started it.
func noticeChildOptions(ctx workflow.Context, tenant, notice uuid.UUID) workflow.Context {
	return workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		WorkflowID:            NoticeID(tenant, notice),
		TaskQueue:             QueueCore,
		ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		WorkflowRunTimeout:    NoticeTimeout,
	})
}
