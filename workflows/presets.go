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

// preset are the options of activities that are alike.
type preset struct {
	queue   string
	within  time.Duration // all tries together
	once    time.Duration // one try
	beat    time.Duration // a worker that is silent for longer is taken for dead; 0 for activities that do not say that they live
	first   time.Duration // the pause after the first try; it doubles with each, up to most
	most    time.Duration // 0 lets the pause stay as it is
	tries   int32         // 0 bounds them by time alone
	summary string
}

// The presets of activities.
var (
	// inDatabase outlasts an outage of our own database. After a day the sweep closes the row as lost.
	inDatabase = preset{queue: QueueCore, within: 24 * time.Hour, once: 20 * time.Second, first: time.Second, most: time.Minute, summary: "record the end"}

	// sending repeats a send until the code it carries has ended: its queue and that time come with the send.
	sending = preset{once: 20 * time.Second, first: time.Second, most: 30 * time.Second}

	// mailing repeats a mail to one of the MSP's own people for two hours.
	mailing = preset{queue: QueueOf(channel.Email), within: 2 * time.Hour, once: 20 * time.Second, first: time.Second, most: 5 * time.Minute, summary: "mail a colleague"}

	// inTicket is for what a ticket system is asked to do: it outlasts an outage of days.
	inTicket = preset{
		queue: QueueTickets, within: ticketPatience, once: 90 * time.Second, beat: 20 * time.Second,
		first: 2 * time.Second, most: 2 * time.Minute, tries: ticketTries, summary: "write into a ticket",
	}

	// tryingTicket is for a try that must not be repeated before a search for what it made. One try exceeds one call of a PSA, so that no call is under way when it ends.
	tryingTicket = preset{queue: QueueTickets, within: checkPatience, once: 45 * time.Second, tries: 1, summary: "create a ticket to try a default"}

	// removingTicket repeats the removal for some minutes.
	removingTicket = preset{
		queue: QueueTickets, within: removalPatience, once: 45 * time.Second, first: 2 * time.Second, most: 30 * time.Second, tries: ticketTries, summary: "remove the ticket again",
	}

	// inSyncRow is for the row of a sync.
	inSyncRow = preset{queue: QueueSyncs, within: syncPatience, once: 30 * time.Second, first: time.Second, most: time.Minute, tries: syncTries, summary: "open or end a sync"}

	// readingPSA reads pages. The position stands with the rows. How long a PSA that is away is left alone, the activity says; what else fails is tried again soon.
	readingPSA = preset{
		queue: QueueSyncs, within: syncPatience, once: 3 * time.Minute, beat: 20 * time.Second, first: 2 * time.Second, tries: syncTries, summary: "read pages of a PSA",
	}

	// judgingPictures is for the pictures of a message.
	judgingPictures = preset{queue: QueueCore, within: 5 * time.Minute, once: 45 * time.Second, first: time.Second, most: 30 * time.Second, summary: "look at pictures"}
)

// on sets the options for the activities that are started with the context.
func (p preset) on(ctx workflow.Context) workflow.Context {
	retry := &temporal.RetryPolicy{
		InitialInterval: p.first, BackoffCoefficient: 2, MaximumInterval: p.most, MaximumAttempts: p.tries, NonRetryableErrorTypes: []string{activities.ErrorFatal},
	}
	if p.most == 0 {
		retry.BackoffCoefficient = 1
	}
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: p.queue, ScheduleToCloseTimeout: p.within, StartToCloseTimeout: p.once, HeartbeatTimeout: p.beat, RetryPolicy: retry, Summary: p.summary,
	})
}

// sendOptions are those of a send by a transport.
func sendOptions(ctx workflow.Context, transport channel.Transport, within time.Duration) workflow.Context {
	p := sending
	p.queue, p.within, p.summary = QueueOf(transport), max(within, time.Second), "send by "+string(transport)
	return p.on(ctx)
}

// singleTry is for a single try within the workflow task.
func singleTry(ctx workflow.Context) workflow.Context {
	return workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		ScheduleToCloseTimeout: 8 * time.Second, RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1},
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

// runInDatabase runs an activity of our own database by its name: within the workflow task, and repeatedly while the database is away.
func runInDatabase(ctx workflow.Context, result any, activity string, args ...any) error {
	err := workflow.ExecuteLocalActivity(localOptions(ctx), activity, args...).Get(ctx, result)
	if err == nil || temporal.IsCanceledError(err) {
		return err
	}
	return workflow.ExecuteActivity(inDatabase.on(ctx), activity, args...).Get(ctx, result)
}
