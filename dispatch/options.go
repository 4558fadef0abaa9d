package dispatch

import (
	"context"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"countersign/workflows"
)

// Priorities of workflows and their activities: 1 is the most urgent of Temporal's five. Tenants share a priority fairly.
const (
	forPeople    = 1 // a person waits for it
	forMail      = 3 // Temporal's default
	behindPeople = 4 // no person waits for it
	bulk         = 5
)

// start is how workflows of a type are started. What it leaves out is Temporal's default.
type start struct {
	priority    int
	reuse       enumspb.WorkflowIdReusePolicy
	runTimeout  time.Duration
	taskTimeout time.Duration
	eager       bool // a worker in this process gets the first task with the answer
	exclusive   bool // a start fails while another run has the id
}

// The table of starts. A PSA's syncs are started by their schedule.
var (
	verificationStart = start{
		priority: forPeople, reuse: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE, taskTimeout: taskTimeout, eager: true, exclusive: true,
	}
	technicianVerificationStart = start{priority: forPeople}
	conversationStart           = start{priority: forPeople}
	ticketDefaultCheckStart     = start{priority: forPeople}
	noticeStart                 = start{priority: forMail, reuse: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE, runTimeout: workflows.NoticeTimeout}
	ticketWritesStart           = start{priority: behindPeople}
)

// taskTimeout is how long Temporal waits for a worker that died before another gets the task: a technician is on the phone.
const taskTimeout = 5 * time.Second

// options are the start options of one workflow. Every workflow carries its tenant as a search attribute and as the key of fairness.
func (s start) options(id string, tenant uuid.UUID, more ...temporal.SearchAttributeUpdate) client.StartWorkflowOptions {
	options := client.StartWorkflowOptions{
		ID: id, TaskQueue: workflows.QueueCore, WorkflowIDReusePolicy: s.reuse, WorkflowRunTimeout: s.runTimeout, WorkflowTaskTimeout: s.taskTimeout,
		EnableEagerStart: s.eager, Priority: priority(s.priority, tenant), TypedSearchAttributes: attributes(tenant, more...),
	}
	if s.exclusive {
		options.WorkflowIDConflictPolicy, options.WorkflowExecutionErrorWhenAlreadyStarted = enumspb.WORKFLOW_ID_CONFLICT_POLICY_FAIL, true
	}
	return options
}

func priority(key int, tenant uuid.UUID) temporal.Priority {
	return temporal.Priority{PriorityKey: key, FairnessKey: tenant.String()}
}

func attributes(tenant uuid.UUID, more ...temporal.SearchAttributeUpdate) temporal.SearchAttributes {
	return temporal.NewSearchAttributes(append([]temporal.SearchAttributeUpdate{workflows.AttributeTenant.ValueSet(tenant.String())}, more...)...)
}

// ensure starts a workflow unless it runs.
func (d *Dispatcher) ensure(ctx context.Context, options client.StartWorkflowOptions, name string, in any) error {
	options.WorkflowIDConflictPolicy = enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING
	_, err := d.temporal.ExecuteWorkflow(ctx, options, name, in)
	return err
}
