package workflows

import (
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// Register is the only list of workflows. Workers and replayers share it.
func Register(r worker.WorkflowRegistry) {
	r.RegisterWorkflowWithOptions(Verification, workflow.RegisterOptions{Name: VerificationName})
	r.RegisterWorkflowWithOptions(Notice, workflow.RegisterOptions{Name: NoticeName})
	r.RegisterWorkflowWithOptions(Conversation, workflow.RegisterOptions{Name: ConversationName})
	r.RegisterWorkflowWithOptions(TechnicianVerification, workflow.RegisterOptions{Name: TechnicianVerificationName})
	r.RegisterWorkflowWithOptions(TicketDefaultCheck, workflow.RegisterOptions{Name: TicketDefaultCheckName})
	r.RegisterWorkflowWithOptions(PSASync, workflow.RegisterOptions{Name: PSASyncName})
	r.RegisterWorkflowWithOptions(TicketWrites, workflow.RegisterOptions{Name: TicketWritesName})
}
