package workflows

import (
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/conversation"
)

const (
	// conversationIdle is how long a run waits for something to do before it ends; the conversation stays open, and the next message starts another run.
	conversationIdle = 10 * time.Minute
	// conversationWork is how many messages and notes one run takes before it goes on as a new one.
	conversationWork = 500
	// messagePatience is how long a message is offered to its provider. Later nobody expects it.
	messagePatience = time.Hour
	// repeatAfter is the pause before a run looks again at what did not work.
	repeatAfter = time.Minute
)

// Conversation hands over what is written in a conversation, opens its ticket and notes every message there. It keeps nothing: rows are the truth,
// a signal only says that it is worth looking. docs/workflows/conversation.md has its state chart.
func Conversation(ctx workflow.Context, in ConversationInput) error {
	c := &conversationRun{in: in, signals: workflow.GetSignalChannel(ctx, SignalMessage)}
	for {
		c.drain()
		due, err := c.look(ctx)
		if err != nil {
			return err
		}
		acted, err := c.act(ctx, due)
		if err != nil {
			return err
		}
		if acted {
			continue
		}
		switch {
		case c.posting == nil && c.signals.Len() == 0 && c.full(ctx):
			return workflow.NewContinueAsNewError(ctx, Conversation, c.in)
		case c.full(ctx):
			c.wait(ctx, due, 0) // for the message that is being handed over
		case !c.wait(ctx, due, conversationIdle) && c.signals.Len() == 0:
			return ctx.Err() // a signal that comes now makes Temporal refuse this end, and the loop goes on
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// conversationRun is one run. One goroutine does everything: what takes long is a future that the run waits for together with signals and time.
type conversationRun struct {
	in       ConversationInput
	signals  workflow.ReceiveChannel
	posting  workflow.Future // of the message that is being handed over: one at a time keeps them in order
	posted   uuid.UUID       // that message, or the one before
	againAt  time.Time       // when that message may be offered again, should it still wait
	opening  workflow.Future // of the ticket
	repeatAt time.Time       // when something that did not work is looked at again
	work     int             // messages and notes
}

// full reports that the run should go on as a new one. The ticket that is being opened does not matter: every try is claimed in its row.
func (c *conversationRun) full(ctx workflow.Context) bool {
	return c.work >= conversationWork || workflow.GetInfo(ctx).GetContinueAsNewSuggested()
}

// drain takes the signals that are there: what they speak of is read next.
func (c *conversationRun) drain() {
	for c.signals.ReceiveAsync(nil) {
	}
}

func (c *conversationRun) look(ctx workflow.Context) (due conversation.Due, err error) {
	err = c.record(ctx, &due, activities.ConversationDue, c.in.Tenant, c.in.Conversation)
	return due, err
}

// record runs an activity of our own database: within the workflow task, or patiently when the database is away.
func (c *conversationRun) record(ctx workflow.Context, result any, activity any, args ...any) error {
	err := workflow.ExecuteLocalActivity(quick(ctx), activity, args...).Get(ctx, result)
	if err == nil || temporal.IsCanceledError(err) {
		return err
	}
	return workflow.ExecuteActivity(patientRecord(ctx), activity, args...).Get(ctx, result)
}

// act does what is due and can be done now; acted says that the rows are not what they were.
func (c *conversationRun) act(ctx workflow.Context, due conversation.Due) (acted bool, err error) {
	if due.Announce {
		return true, c.announce(ctx)
	}
	if c.full(ctx) {
		return false, nil
	}
	c.openTicket(ctx, due)
	if due.FirstAnswer && c.mayAnswer(ctx, due) {
		return true, c.record(ctx, nil, activities.ConversationAnswerFirst, c.in.Tenant, c.in.Conversation)
	}
	c.post(ctx, due)
	if workflow.Now(ctx).Before(c.repeatAt) {
		return false, nil
	}
	if len(due.Pictures) > 0 {
		return c.judge(ctx, due.Pictures), ctx.Err()
	}
	if due.HasTicket && due.ToNote > 0 && !workflow.Now(ctx).Before(due.NoteAt) {
		return c.note(ctx)
	}
	return false, nil
}

// announce starts a mail for each colleague. They outlive this run.
func (c *conversationRun) announce(ctx workflow.Context) error {
	var notices []uuid.UUID
	if err := c.record(ctx, &notices, activities.ConversationAnnounce, c.in.Tenant, c.in.Conversation); err != nil {
		return err
	}
	for _, notice := range notices {
		child := workflow.ExecuteChildWorkflow(noticeChild(ctx, c.in.Tenant, notice), NoticeName, NoticeInput{Tenant: c.in.Tenant, Notice: notice})
		if err := child.GetChildWorkflowExecution().Get(ctx, nil); err != nil {
			workflow.GetLogger(ctx).Warn("a mail waits for the sweep", "notice", notice.String())
		}
	}
	return nil
}

// openTicket begins to open the ticket, unless that is going on or was refused for good.
func (c *conversationRun) openTicket(ctx workflow.Context, due conversation.Due) {
	if due.NeedsTicket && c.opening == nil && !c.in.NoTicket {
		c.opening = workflow.ExecuteActivity(patientTicket(ctx), activities.ConversationOpenTicket, c.in.Tenant, c.in.Conversation)
	}
}

// mayAnswer: the first answer waits for the ticket whose number it names, but not for long.
func (c *conversationRun) mayAnswer(ctx workflow.Context, due conversation.Due) bool {
	return !due.NeedsTicket || c.in.NoTicket || !workflow.Now(ctx).Before(answerAt(due))
}

func answerAt(due conversation.Due) time.Time { return due.OpenedAt.Add(conversation.TicketPatience) }

// post begins to hand over the next message.
func (c *conversationRun) post(ctx workflow.Context, due conversation.Due) {
	if c.posting == nil && len(due.Outbound) > 0 && (due.Outbound[0] != c.posted || !workflow.Now(ctx).Before(c.againAt)) {
		c.posted = due.Outbound[0]
		c.posting = workflow.ExecuteActivity(patientSend(ctx, channel.SMS, messagePatience), activities.MessageSend, c.in.Tenant, c.posted)
	}
}

// judge looks at the pictures of messages.
func (c *conversationRun) judge(ctx workflow.Context, messages []uuid.UUID) (acted bool) {
	for _, message := range messages {
		err := workflow.ExecuteActivity(patientFetch(ctx), activities.ConversationJudgePictures, c.in.Tenant, message).Get(ctx, nil)
		if err != nil {
			c.repeatAt = workflow.Now(ctx).Add(repeatAfter)
			return false
		}
		c.work++
	}
	return true
}

// note moves what is old enough into the ticket's queue and wakes whoever writes it. A wake that is lost is made up for by the sweep.
func (c *conversationRun) note(ctx workflow.Context) (acted bool, err error) {
	var noted conversation.Noted
	if err := c.record(ctx, &noted, activities.ConversationNoteMessages, c.in.Tenant, c.in.Conversation); err != nil {
		return false, err
	}
	if noted.Messages == 0 {
		c.repeatAt = workflow.Now(ctx).Add(time.Second) // the clocks differ by a little
		return false, nil
	}
	c.work += noted.Messages
	if err := workflow.ExecuteLocalActivity(quick(ctx), activities.TicketWake, c.in.Tenant, noted.Integration, noted.Ticket).Get(ctx, nil); err != nil {
		workflow.GetLogger(ctx).Warn("a ticket waits for the sweep")
	}
	return true, ctx.Err()
}

// wait ends with a signal, the end of what goes on, or the time of what is due later. False: nothing happened for as long as a run idles; 0 waits for ever.
func (c *conversationRun) wait(ctx workflow.Context, due conversation.Due, idle time.Duration) (more bool) {
	timed, cancel := workflow.WithCancel(ctx)
	defer cancel()
	pause, something := c.pause(ctx, due, idle)
	selector := workflow.NewSelector(ctx)
	selector.AddReceive(ctx.Done(), func(workflow.ReceiveChannel, bool) {})
	selector.AddReceive(c.signals, func(signals workflow.ReceiveChannel, _ bool) {
		signals.Receive(ctx, nil)
		more = true
	})
	if c.posting != nil {
		selector.AddFuture(c.posting, func(f workflow.Future) {
			c.handedOver(ctx, f.Get(ctx, nil))
			more = true
		})
	}
	if c.opening != nil {
		selector.AddFuture(c.opening, func(f workflow.Future) {
			c.opened(ctx, f.Get(ctx, nil))
			more = true
		})
	}
	if pause > 0 {
		selector.AddFuture(workflow.NewTimer(timed, pause), func(workflow.Future) { more = more || something })
	}
	selector.Select(ctx)
	return more
}

// pause is how long the run may sleep; something says that there is something to do then, or something still goes on.
func (c *conversationRun) pause(ctx workflow.Context, due conversation.Due, idle time.Duration) (pause time.Duration, something bool) {
	now := workflow.Now(ctx)
	pause, something = idle, c.posting != nil || c.opening != nil
	later := func(at time.Time) {
		if left := max(at.Sub(now), time.Millisecond); idle > 0 && left < pause {
			pause, something = left, true
		}
	}
	if due.FirstAnswer {
		later(answerAt(due))
	}
	if due.HasTicket && due.ToNote > 0 && due.NoteAt.After(c.repeatAt) {
		later(due.NoteAt)
	}
	if now.Before(c.repeatAt) {
		later(c.repeatAt)
	}
	if c.posting == nil && len(due.Outbound) > 0 {
		later(c.againAt)
	}
	return pause, something
}

// handedOver takes the end of a message. What no provider took in time is given up, so that it does not go out when nobody expects it any more.
func (c *conversationRun) handedOver(ctx workflow.Context, err error) {
	c.posting, c.againAt = nil, workflow.Now(ctx).Add(repeatAfter)
	c.work++
	if err == nil || ctx.Err() != nil {
		return
	}
	if err := c.record(ctx, nil, activities.MessageGiveUp, c.in.Tenant, c.posted); err != nil {
		workflow.GetLogger(ctx).Error("a message could not be given up", "message", c.posted.String())
	}
}

// opened takes the end of the ticket's opening.
func (c *conversationRun) opened(ctx workflow.Context, err error) {
	c.opening = nil
	if err != nil && ctx.Err() == nil {
		c.in.NoTicket = true
		workflow.GetLogger(ctx).Warn("the ticket of a conversation could not be opened")
	}
}

// patientFetch is for what came with a message.
func patientFetch(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              QueueCore,
		ScheduleToCloseTimeout: 5 * time.Minute,
		StartToCloseTimeout:    45 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second, NonRetryableErrorTypes: []string{activities.ErrorFatal}},
		Summary:                "look at pictures",
	})
}
