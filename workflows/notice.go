package workflows

import (
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/workflow"
)

// NoticeInput names a mail to one of the MSP's own people. Its text is sealed in the database.
type NoticeInput struct {
	Tenant uuid.UUID `json:"tenant"`
	Notice uuid.UUID `json:"notice"`
}

// Notice mails an invitation, a reset link or an alert.
func Notice(ctx workflow.Context, in NoticeInput) error {
	return workflow.ExecuteActivity(patientMail(ctx), mail.Post, in.Tenant, in.Notice).Get(ctx, nil)
}

// noticeChild lets a notice outlive the workflow that started it.
func noticeChild(ctx workflow.Context, tenant, notice uuid.UUID) workflow.Context {
	return workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		WorkflowID:            NoticeID(tenant, notice),
		TaskQueue:             QueueCore,
		ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		WorkflowRunTimeout:    3 * time.Hour,
	})
}
