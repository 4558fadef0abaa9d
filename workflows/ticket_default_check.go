package workflows

import (
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/ticket"
)

// TicketDefaultCheckName is the name of the workflow as Temporal stores it.
const TicketDefaultCheckName = "TicketDefaultCheck"

// SignalCheck asks for a check. It carries nothing: the profile is read when the check begins.
const SignalCheck = "check"

const (
	// A ticket that our member may not delete is tried again after growing pauses, for as long as somebody may take to give the right.
	leftoverFirst = 10 * time.Minute
	leftoverMost  = 6 * time.Hour
	leftoverUntil = 30 * 24 * time.Hour
	// checkPatience is how long a PSA may be away before a check is given up.
	checkPatience = time.Hour
)

var checks *activities.Checks

// TicketDefaultCheckInput names a profile. Check makes the references of this run's tickets. Fields are only ever added.
type TicketDefaultCheckInput struct {
	Tenant  uuid.UUID `json:"tenant"`
	Default uuid.UUID `json:"default"`
	Check   uuid.UUID `json:"check"`
}

// TicketDefaultCheckID is the workflow id of a profile's check: one runs at a time.
func TicketDefaultCheckID(tenant, profile uuid.UUID) string {
	return "ticket-default/" + tenant.String() + "/" + profile.String()
}

// TicketDefaultCheck tries a ticket default out: it creates a real ticket and removes it again, whatever fails between.
// docs/workflows/ticket-default-check.md has its state chart.
func TicketDefaultCheck(ctx workflow.Context, in TicketDefaultCheckInput) error {
	asked := workflow.GetSignalChannel(ctx, SignalCheck)
	for round := byte(0); ; round++ {
		for asked.ReceiveAsync(nil) {
			// Whatever was asked for until here is answered by the check that begins now.
		}
		c := check{in: in, reference: ticket.Reference(uuid.NewSHA1(in.Check, []byte{round})), asked: asked}
		if err := c.run(ctx); err != nil {
			return err
		}
		if asked.Len() == 0 {
			return nil
		}
	}
}

// check is one round.
type check struct {
	in        TicketDefaultCheckInput
	reference string
	asked     workflow.ReceiveChannel
	tried     activities.Tried
}

func (c *check) run(ctx workflow.Context) error {
	err := workflow.ExecuteActivity(patientCheck(ctx), checks.TryProfile, c.in.Tenant, c.in.Default, c.reference).Get(ctx, &c.tried)
	switch {
	case err != nil:
		return c.abandoned(ctx, err)
	case c.tried.Gone:
		return nil
	case c.tried.Ticket == "":
		return c.judge(ctx, ticket.Verdict{Problem: c.tried.Problem, MissingRight: c.tried.Missing})
	}
	removal, err := c.remove(ctx)
	if err != nil {
		return err
	}
	if removal.Done {
		return c.judge(ctx, ticket.Verdict{Valid: true})
	}
	return c.waitForRight(ctx, removal)
}

// waitForRight comes back for a ticket that could not be removed until it can be, or somebody asks for a new check, or nobody gave the right for a month.
func (c *check) waitForRight(ctx workflow.Context, removal activities.Removal) error {
	until := workflow.Now(ctx).Add(leftoverUntil)
	for pause := leftoverFirst; ; pause = min(2*pause, leftoverMost) {
		verdict := ticket.Verdict{Problem: removal.Problem + " The ticket of the check is still there.", MissingRight: removal.Missing, Leftover: c.tried.Number}
		if err := c.judge(ctx, verdict); err != nil || workflow.Now(ctx).After(until) {
			return err
		}
		timer, stop := workflow.WithCancel(ctx)
		workflow.NewSelector(ctx).AddFuture(workflow.NewTimer(timer, pause), func(workflow.Future) {}).AddReceive(c.asked, func(workflow.ReceiveChannel, bool) {}).Select(ctx)
		stop()
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		if removal, err = c.remove(ctx); err != nil {
			return err
		}
		if removal.Done {
			return c.judge(ctx, ticket.Verdict{Valid: true})
		}
		for c.asked.ReceiveAsync(nil) {
			// It was asked whether the right is there; it is not.
		}
	}
}

func (c *check) remove(ctx workflow.Context) (removal activities.Removal, err error) {
	detached, done := workflow.NewDisconnectedContext(ctx) // an operator who cancels the check does not leave its ticket behind
	defer done()
	err = workflow.ExecuteActivity(patientRemoval(detached), checks.RemoveTried, c.in.Tenant, c.tried).Get(detached, &removal)
	return removal, err
}

func (c *check) judge(ctx workflow.Context, v ticket.Verdict) error {
	detached, done := workflow.NewDisconnectedContext(ctx)
	defer done()
	return workflow.ExecuteActivity(patientRecord(detached), checks.JudgeProfile, c.in.Tenant, c.in.Default, c.tried.Checked, v).Get(detached, nil)
}

// abandoned ends a check whose PSA did not answer for an hour. Its ticket may exist; the note says by what to find it.
func (c *check) abandoned(ctx workflow.Context, why error) error {
	verdict := ticket.Verdict{Problem: "The ticket system did not answer for an hour. If a ticket with " + c.reference + " is there, delete it."}
	if err := c.judge(ctx, verdict); err != nil {
		return err
	}
	return why
}

func patientCheck(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueTickets,
		ScheduleToCloseTimeout: checkPatience,
		StartToCloseTimeout:    45 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "create a ticket to try a default",
	})
}

// patientRemoval outlasts an outage of days: a ticket that was made for nothing must not stay.
func patientRemoval(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueTickets,
		ScheduleToCloseTimeout: leftoverUntil,
		StartToCloseTimeout:    45 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 10 * time.Minute, MaximumAttempts: ticketTries, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "remove the ticket again",
	})
}
