package workflows

import (
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
)

// NoticeTimeout bounds a notice's run, which repeats its mail for two hours.
const NoticeTimeout = 3 * time.Hour

// NoticeInput names a mail to one of the MSP's own people. Its text is sealed in the database.
type NoticeInput struct {
	Tenant uuid.UUID `json:"tenant"`
	Notice uuid.UUID `json:"notice"`
}

// Notice mails an invitation, a reset link or an alert.
func Notice(ctx workflow.Context, in NoticeInput) error {
	return workflow.ExecuteActivity(patientMail(ctx), activities.NoticeSend, in.Tenant, in.Notice).Get(ctx, nil)
}

// startMails starts a mail for each notice. They outlive this run; one that cannot be started waits for the sweep.
func startMails(ctx workflow.Context, tenant uuid.UUID, notices []uuid.UUID) {
	for _, notice := range notices {
		child := workflow.ExecuteChildWorkflow(noticeChild(ctx, tenant, notice), NoticeName, NoticeInput{Tenant: tenant, Notice: notice})
		if err := child.GetChildWorkflowExecution().Get(ctx, nil); err != nil {
			workflow.GetLogger(ctx).Warn("a mail waits for the sweep", "notice", notice.String())
		}
	}
}

// noticeChild lets a notice outlive the workflow that started it.
func noticeChild(ctx workflow.Context, tenant, notice uuid.UUID) workflow.Context {
	return workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		WorkflowID:            NoticeID(tenant, notice),
		TaskQueue:             QueueCore,
		ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		WorkflowRunTimeout:    NoticeTimeout,
	})
}
