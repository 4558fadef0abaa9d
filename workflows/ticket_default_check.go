package workflows

import (
	"strconv"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/ticket"
)

// TicketDefaultCheck tries a ticket default out: it creates a real ticket and removes it again, also after failures in between.
// docs/workflows/ticket-default-check.md has its state chart.
func TicketDefaultCheck(ctx workflow.Context, in TicketDefaultCheckInput) error {
	asked := workflow.GetSignalChannel(ctx, SignalCheck)
	for round := 0; ; round++ {
		for asked.ReceiveAsync(nil) {
			// The next activity reads all requests up to here.
		}
		var order activities.CheckOrder
		if err := workflow.ExecuteActivity(inDatabase.on(ctx), activities.TicketDefaultDue, in.Tenant, in.Default).Get(ctx, &order); err != nil {
			return err
		}
		if order.Due {
			c := check{in: in, order: order, reference: ticket.Reference(uuid.NewSHA1(in.Check, []byte(strconv.Itoa(round)))), asked: asked}
			if err := c.run(ctx); err != nil {
				return err
			}
		} else if asked.Len() == 0 {
			return nil // a signal that comes now makes Temporal refuse this end, and the loop continues
		}
	}
}

// check is one round: one ticket that is made and removed.
type check struct {
	in        TicketDefaultCheckInput
	order     activities.CheckOrder
	reference string // stands in the ticket
	asked     workflow.ReceiveChannel

	made   bool   // the ticket was surely made
	ticket string // the PSA's id; "" while it is unknown
	number string
}

func (c *check) run(ctx workflow.Context) error {
	deadline := workflow.Now(ctx).Add(checkPatience)
	for pause := tryFirst; ; pause = min(2*pause, tryMost) {
		tried := c.try(ctx)
		switch tried.Outcome {
		case activities.TryRefused:
			return c.recordVerdict(ctx, ticket.Verdict{Problem: tried.Problem, MissingRight: tried.Missing})
		case activities.TryMade:
			c.made, c.ticket, c.number = true, tried.Ticket, tried.Number
			return c.remove(ctx)
		case activities.TryUnknown:
			if ended, err := c.lookAfter(ctx); ended || err != nil {
				return err
			}
		}
		wait := max(pause, tried.Pause)
		if workflow.Now(ctx).Add(wait).After(deadline) {
			return c.recordVerdict(ctx, ticket.Verdict{Problem: tried.Problem})
		}
		if err := workflow.Sleep(ctx, wait); err != nil {
			return c.stopped(ctx, ticket.Verdict{Problem: stoppedProblem})
		}
	}
}

// try creates the ticket, once. A try without an outcome may have created it.
func (c *check) try(ctx workflow.Context) (tried activities.Tried) {
	if err := workflow.ExecuteActivity(tryingTicket.on(ctx), activities.TicketDefaultTry, c.in.Tenant, c.order, c.reference).Get(ctx, &tried); err != nil {
		return activities.Tried{Outcome: activities.TryUnknown, Problem: "The ticket system's answer was lost."}
	}
	return tried
}

// lookAfter finds out what became of a try whose outcome is unknown, once it must have come to stand in the PSA, and removes what it made.
// ended is false when there is no ticket, and will be none: another may be made.
func (c *check) lookAfter(ctx workflow.Context) (ended bool, err error) {
	detached, done := workflow.NewDisconnectedContext(ctx)
	defer done()
	if err := workflow.Sleep(detached, lookAfter); err != nil {
		return false, err
	}
	removal := c.tryRemoval(ctx)
	if removal.Done && !removal.Found {
		return false, nil
	}
	return true, c.removed(ctx, removal)
}

func (c *check) remove(ctx workflow.Context) error {
	return c.removed(ctx, c.tryRemoval(ctx))
}

// removed ends a check whose ticket is gone, and stays with one whose ticket is not.
func (c *check) removed(ctx workflow.Context, removal activities.Removal) error {
	until := workflow.Now(ctx).Add(leftoverUntil)
	for pause := leftoverFirst; !removal.Done; pause = min(2*pause, leftoverMost) {
		if err := c.recordVerdict(ctx, c.leftBehind(removal)); err != nil {
			return err
		}
		if removal.Never || !workflow.Now(ctx).Before(until) {
			return nil
		}
		pressed, err := c.rest(ctx, pause)
		if err != nil {
			return err
		}
		if pressed {
			pause = leftoverFirst / 2 // which the loop doubles
		}
		removal = c.tryRemoval(ctx)
	}
	if !c.made {
		return c.recordVerdict(ctx, ticket.Verdict{Problem: "The ticket system's answer was lost, and it has made no ticket. Validate once more."})
	}
	return c.stopped(ctx, ticket.Verdict{Valid: true})
}

// leftBehind reports a ticket that is or may be still there.
func (c *check) leftBehind(removal activities.Removal) ticket.Verdict {
	v := ticket.Verdict{Problem: removal.Problem + " The ticket of the check is still there.", MissingRight: removal.Missing, Leftover: c.number}
	switch {
	case !c.made:
		v.Problem, v.Leftover = removal.Problem+" The ticket of the check may be there: look for "+c.reference+".", c.reference
	case v.Leftover == "":
		v.Leftover = c.ticket
	}
	return v
}

// rest waits for a while, or until another check is requested.
func (c *check) rest(ctx workflow.Context, pause time.Duration) (pressed bool, err error) {
	timer, stop := workflow.WithCancel(ctx)
	defer stop()
	workflow.NewSelector(ctx).
		AddFuture(workflow.NewTimer(timer, pause), func(workflow.Future) {}).
		AddReceive(c.asked, func(asked workflow.ReceiveChannel, _ bool) { pressed = asked.ReceiveAsync(nil) }).
		Select(ctx)
	for c.asked.ReceiveAsync(nil) {
		// One look answers all of them.
	}
	return pressed, ctx.Err()
}

// tryRemoval tries for some minutes. An operator who cancels the check does not leave its ticket behind.
func (c *check) tryRemoval(ctx workflow.Context) (removal activities.Removal) {
	detached, done := workflow.NewDisconnectedContext(ctx)
	defer done()
	err := workflow.ExecuteActivity(removingTicket.on(detached), activities.TicketDefaultRemove, c.in.Tenant, c.in.Default, c.order, c.reference, c.ticket).Get(detached, &removal)
	if err != nil {
		return activities.Removal{Problem: "The ticket system does not answer."}
	}
	if removal.Found {
		c.made, c.ticket = true, removal.Ticket
	}
	if removal.Number != "" {
		c.number = removal.Number
	}
	return removal
}

const stoppedProblem = "The check was stopped."

// stopped records the verdict, and ends the whole workflow when that was requested.
func (c *check) stopped(ctx workflow.Context, v ticket.Verdict) error {
	if err := c.recordVerdict(ctx, v); err != nil {
		return err
	}
	return ctx.Err()
}

func (c *check) recordVerdict(ctx workflow.Context, v ticket.Verdict) error {
	detached, done := workflow.NewDisconnectedContext(ctx)
	defer done()
	return workflow.ExecuteActivity(inDatabase.on(detached), activities.TicketDefaultJudge, c.in.Tenant, c.in.Default, c.order.Checked, v).Get(detached, nil)
}
