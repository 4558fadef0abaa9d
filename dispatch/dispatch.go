// Package dispatch starts workflows and talks to running ones: it is the only package that does. It knows start options, conflict policies, priorities,
// updates with their retries, signals and schedules. What a workflow then does is in package workflows.
package dispatch

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/client"

	"countersign/core/ticket"
	"countersign/workflows"
)

// signalTimeout bounds a signal that is sent in the background.
const signalTimeout = 5 * time.Second

// Dispatcher starts workflows and talks to running ones. It is safe for concurrent use. One per process is enough, and updates of a verification are limited per Dispatcher.
type Dispatcher struct {
	temporal client.Client
	log      *slog.Logger
	updates  *updateLimiter
	syncs    *debouncer
}

// New makes a Dispatcher over a client whose payloads are sealed.
func New(temporal client.Client, log *slog.Logger) *Dispatcher {
	d := &Dispatcher{temporal: temporal, log: log, updates: newUpdateLimiter()}
	d.syncs = newDebouncer(syncPause, func(pause time.Duration, end func()) { time.AfterFunc(pause, end) }, d.syncAfterChange)
	return d
}

// CheckHealth reports whether Temporal answers.
func (d *Dispatcher) CheckHealth(ctx context.Context) error {
	_, err := d.temporal.CheckHealth(ctx, &client.CheckHealthRequest{})
	return err
}

// SignalConversation starts the run of a conversation, or tells the running one of a message; uuid.Nil names none. It may be repeated.
func (d *Dispatcher) SignalConversation(ctx context.Context, tenant, conversation, message uuid.UUID) error {
	options := conversationStart.options(workflows.ConversationID(tenant, conversation), tenant)
	in := workflows.ConversationInput{Tenant: tenant, Conversation: conversation}
	_, err := d.temporal.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalMessage, workflows.MessageSignal{Message: message}, options, workflows.ConversationName, in)
	return err
}

// StartNotice starts the workflow that mails a notice. It may be repeated: a notice is mailed by one run alone.
func (d *Dispatcher) StartNotice(ctx context.Context, tenant, notice uuid.UUID) error {
	options := noticeStart.options(workflows.NoticeID(tenant, notice), tenant)
	_, err := d.temporal.ExecuteWorkflow(ctx, options, workflows.NoticeName, workflows.NoticeInput{Tenant: tenant, Notice: notice})
	return err
}

// SignalTicketWrites starts the workflow that writes into a ticket, or tells the running one to look again. It may be repeated.
func (d *Dispatcher) SignalTicketWrites(ctx context.Context, key ticket.Key) error {
	options, in := ticketWrites(key)
	_, err := d.temporal.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalWrite, nil, options, workflows.TicketWritesName, in)
	return err
}

// SignalTicketWritesLater does the same in the background. When it fails the sweep does it.
func (d *Dispatcher) SignalTicketWritesLater(key ticket.Key) {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), signalTimeout)
		defer cancel()
		if err := d.SignalTicketWrites(ctx, key); err != nil {
			d.log.Warn("a ticket's writes were not signalled; the sweep does it", "error", err)
		}
	}()
}

// EnsureTicketWrites starts the workflow unless it runs. A running one is not signalled: in an outage of days, the sweep's signals would fill its history.
func (d *Dispatcher) EnsureTicketWrites(ctx context.Context, key ticket.Key) error {
	options, in := ticketWrites(key)
	return d.ensure(ctx, options, workflows.TicketWritesName, in)
}

func ticketWrites(key ticket.Key) (client.StartWorkflowOptions, workflows.TicketWritesInput) {
	options := ticketWritesStart.options(workflows.TicketWritesID(key.Tenant, key.Integration, key.Ticket), key.Tenant)
	return options, workflows.TicketWritesInput{Tenant: key.Tenant, Integration: key.Integration, Ticket: key.Ticket}
}

// SignalTicketDefaultCheck starts the check of a ticket default, or tells the running one to look again.
func (d *Dispatcher) SignalTicketDefaultCheck(ctx context.Context, tenant, profile uuid.UUID) error {
	options, in := ticketDefaultCheck(tenant, profile)
	_, err := d.temporal.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalCheck, nil, options, workflows.TicketDefaultCheckName, in)
	return err
}

// EnsureTicketDefaultCheck starts the check of a ticket default unless it runs. A running one is not signalled.
func (d *Dispatcher) EnsureTicketDefaultCheck(ctx context.Context, tenant, profile uuid.UUID) error {
	options, in := ticketDefaultCheck(tenant, profile)
	return d.ensure(ctx, options, workflows.TicketDefaultCheckName, in)
}

func ticketDefaultCheck(tenant, profile uuid.UUID) (client.StartWorkflowOptions, workflows.TicketDefaultCheckInput) {
	options := ticketDefaultCheckStart.options(workflows.TicketDefaultCheckID(tenant, profile), tenant)
	return options, workflows.TicketDefaultCheckInput{Tenant: tenant, Default: profile, Check: uuid.Must(uuid.NewV7())}
}

// sleep waits, and fails when ctx ends first.
func sleep(ctx context.Context, pause time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
		return nil
	}
}

// is reports whether err is or wraps a T.
func is[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}
