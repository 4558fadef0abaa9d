package workflows

import (
	"github.com/google/uuid"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
)

// Notice mails an invitation, a reset link or an alert.
func Notice(ctx workflow.Context, in NoticeInput) error {
	return workflow.ExecuteActivity(mailing.on(ctx), activities.NoticeSend, in.Tenant, in.Notice).Get(ctx, nil)
}

// startMails starts a mail for each notice. They outlive this run; one that cannot be started waits for the sweep.
func startMails(ctx workflow.Context, tenant uuid.UUID, notices []uuid.UUID) {
	for _, notice := range notices {
		child := workflow.ExecuteChildWorkflow(noticeChildOptions(ctx, tenant, notice), NoticeName, NoticeInput{Tenant: tenant, Notice: notice})
		if err := child.GetChildWorkflowExecution().Get(ctx, nil); err != nil {
			workflow.GetLogger(ctx).Warn("a mail waits for the sweep", "notice", notice.String())
		}
	}
}
