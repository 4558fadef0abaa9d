package workflows

import (
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/conversation"
)

const (
	// conversationIdle is how long a run waits for something to do before it ends; the conversation stays open, and the next message starts another run.
	conversationIdle = 10 * time.Minute
	// conversationWork is how many messages and notes one run takes before it continues as a new one.
	conversationWork = 500
	// messagePatience is how long a message is offered to its provider. Later it is too late.
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
		due, err := c.load(ctx)
		if err != nil {
			return err
		}
		acted, err := c.process(ctx, due)
		if err != nil {
			return err
		}
		if acted {
			continue
		}
		switch {
		case c.sending == nil && c.signals.Len() == 0 && c.full(ctx):
			return workflow.NewContinueAsNewError(ctx, Conversation, c.in)
		case c.full(ctx):
			c.wait(ctx, due, 0) // for the message that is being handed over
		case !c.wait(ctx, due, conversationIdle) && c.signals.Len() == 0:
			return ctx.Err() // a signal that comes now makes Temporal refuse this end, and the loop continues
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// conversationRun is one run with one goroutine: long work is a future, which it awaits together with signals and timers.
type conversationRun struct {
	in       ConversationInput
	signals  workflow.ReceiveChannel
	sending  workflow.Future // of the message that is being handed over: one at a time keeps them in order
	sent     uuid.UUID       // that message, or the one before
	againAt  time.Time       // when that message may be offered again, should it still wait
	opening  workflow.Future // of the ticket
	repeatAt time.Time       // when failed work is tried again
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

func (c *conversationRun) load(ctx workflow.Context) (due conversation.Due, err error) {
	err = runInDatabase(ctx, &due, activities.ConversationDue, c.in.Tenant, c.in.Conversation)
	return due, err
}

// process does what is due and can be done now; acted says that the rows are not what they were.
func (c *conversationRun) process(ctx workflow.Context, due conversation.Due) (acted bool, err error) {
	if due.Announce {
		return true, c.announce(ctx)
	}
	if c.full(ctx) {
		return false, nil
	}
	c.openTicket(ctx, due)
	if due.FirstAnswer && c.mayAnswer(ctx, due) {
		return true, runInDatabase(ctx, nil, activities.ConversationAnswerFirst, c.in.Tenant, c.in.Conversation)
	}
	c.send(ctx, due)
	if workflow.Now(ctx).Before(c.repeatAt) {
		return false, nil
	}
	if !due.RemindAt.IsZero() && !workflow.Now(ctx).Before(due.RemindAt) {
		return c.remind(ctx)
	}
	if len(due.Pictures) > 0 {
		return c.judgePictures(ctx, due.Pictures), ctx.Err()
	}
	if due.HasTicket && due.ToNote > 0 && !workflow.Now(ctx).Before(due.NoteAt) {
		return c.note(ctx)
	}
	return false, nil
}

// announce starts a mail for each colleague. They outlive this run.
func (c *conversationRun) announce(ctx workflow.Context) error {
	var notices []uuid.UUID
	if err := runInDatabase(ctx, &notices, activities.ConversationAnnounce, c.in.Tenant, c.in.Conversation); err != nil {
		return err
	}
	startMails(ctx, c.in.Tenant, notices)
	return nil
}

// remind starts a mail for each colleague who is told that messages wait unread. What was due in a history of before has no RemindAt, so it replays as it ran.
func (c *conversationRun) remind(ctx workflow.Context) (acted bool, err error) {
	var reminded conversation.Reminded
	if err := runInDatabase(ctx, &reminded, activities.ConversationRemind, c.in.Tenant, c.in.Conversation); err != nil {
		return false, err
	}
	if !reminded.Told {
		c.repeatAt = workflow.Now(ctx).Add(time.Second) // the clocks differ by a little, or somebody has just read them
		return false, nil
	}
	startMails(ctx, c.in.Tenant, reminded.Notices)
	return true, nil
}

// openTicket begins to open the ticket, unless that is going on or was refused for good.
func (c *conversationRun) openTicket(ctx workflow.Context, due conversation.Due) {
	if due.NeedsTicket && c.opening == nil && !c.in.NoTicket {
		c.opening = workflow.ExecuteActivity(inTicket.on(ctx), activities.ConversationOpenTicket, c.in.Tenant, c.in.Conversation)
	}
}

// mayAnswer: the first answer waits for the ticket whose number it names, but not for long.
func (c *conversationRun) mayAnswer(ctx workflow.Context, due conversation.Due) bool {
	return !due.NeedsTicket || c.in.NoTicket || !workflow.Now(ctx).Before(answerAt(due))
}

func answerAt(due conversation.Due) time.Time { return due.OpenedAt.Add(conversation.TicketPatience) }

// send begins to hand over the next message.
func (c *conversationRun) send(ctx workflow.Context, due conversation.Due) {
	if c.sending == nil && len(due.Outbound) > 0 && (due.Outbound[0] != c.sent || !workflow.Now(ctx).Before(c.againAt)) {
		c.sent = due.Outbound[0]
		c.sending = workflow.ExecuteActivity(sendOptions(ctx, channel.SMS, messagePatience), activities.MessageSend, c.in.Tenant, c.sent)
	}
}

// judgePictures looks at the pictures of messages.
func (c *conversationRun) judgePictures(ctx workflow.Context, messages []uuid.UUID) (acted bool) {
	for _, message := range messages {
		err := workflow.ExecuteActivity(judgingPictures.on(ctx), activities.ConversationJudgePictures, c.in.Tenant, message).Get(ctx, nil)
		if err != nil {
			c.repeatAt = workflow.Now(ctx).Add(repeatAfter)
			return false
		}
		c.work++
	}
	return true
}

// note moves messages that are old enough into the ticket's queue and signals the workflow that writes them. The sweep makes up for a lost signal.
func (c *conversationRun) note(ctx workflow.Context) (acted bool, err error) {
	var noted conversation.Noted
	if err := runInDatabase(ctx, &noted, activities.ConversationNoteMessages, c.in.Tenant, c.in.Conversation); err != nil {
		return false, err
	}
	if noted.Messages == 0 {
		c.repeatAt = workflow.Now(ctx).Add(time.Second) // the clocks differ by a little
		return false, nil
	}
	c.work += noted.Messages
	if err := workflow.ExecuteLocalActivity(localOptions(ctx), activities.TicketWake, c.in.Tenant, noted.Integration, noted.Ticket).Get(ctx, nil); err != nil {
		workflow.GetLogger(ctx).Warn("a ticket waits for the sweep")
	}
	return true, ctx.Err()
}

// wait returns at a signal, at the end of an open activity, or when the next work is due; false after the idle time without any. 0 waits for ever.
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
	if c.sending != nil {
		selector.AddFuture(c.sending, func(f workflow.Future) {
			c.sendEnded(ctx, f.Get(ctx, nil))
			more = true
		})
	}
	if c.opening != nil {
		selector.AddFuture(c.opening, func(f workflow.Future) {
			c.ticketOpened(ctx, f.Get(ctx, nil))
			more = true
		})
	}
	if pause > 0 {
		selector.AddFuture(workflow.NewTimer(timed, pause), func(workflow.Future) { more = more || something })
	}
	selector.Select(ctx)
	return more
}

// pause is how long the run may sleep; something is true when work is due then or an activity is open.
func (c *conversationRun) pause(ctx workflow.Context, due conversation.Due, idle time.Duration) (pause time.Duration, something bool) {
	now := workflow.Now(ctx)
	pause, something = idle, c.sending != nil || c.opening != nil
	later := func(at time.Time) {
		if left := max(at.Sub(now), time.Millisecond); idle > 0 && left < pause {
			pause, something = left, true
		}
	}
	if left := due.RemindAt.Sub(now); idle > 0 && !due.RemindAt.IsZero() && left > idle {
		pause, something = left, true // the run stays for it
	} else if !due.RemindAt.IsZero() && due.RemindAt.After(c.repeatAt) {
		later(due.RemindAt)
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
	if c.sending == nil && len(due.Outbound) > 0 {
		later(c.againAt)
	}
	return pause, something
}

// sendEnded handles the end of a message. It gives up a message that no provider accepted in time, so that it does not go out too late.
func (c *conversationRun) sendEnded(ctx workflow.Context, err error) {
	c.sending, c.againAt = nil, workflow.Now(ctx).Add(repeatAfter)
	c.work++
	if err == nil || ctx.Err() != nil {
		return
	}
	if err := runInDatabase(ctx, nil, activities.MessageGiveUp, c.in.Tenant, c.sent); err != nil {
		workflow.GetLogger(ctx).Error("a message could not be given up", "message", c.sent.String())
	}
}

// ticketOpened takes the end of the ticket's opening.
func (c *conversationRun) ticketOpened(ctx workflow.Context, err error) {
	c.opening = nil
	if err != nil && ctx.Err() == nil {
		c.in.NoTicket = true
		workflow.GetLogger(ctx).Warn("the ticket of a conversation could not be opened")
	}
}
