// Package inbound takes what clients write from its stored row to the workflow that waits for it. What a message is for is decided by core/inbound;
// this package acts on it. Every step may be repeated: a message counts as told only once its workflow has taken the signal.
package inbound

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/clock"
	"countersign/core/inbound"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/conversations"
	"countersign/store/messages"
	"countersign/store/techverify"
)

// routeTimeout is how long one look at a sender's messages may last. A transaction may be idle for thirty seconds.
const routeTimeout = 20 * time.Second

// Router takes stored messages to their workflows. It is safe for concurrent use, and several processes may route at once.
type Router struct {
	Store    *store.Store
	Dispatch *dispatch.Dispatcher
	Console  string // address of the console, without a slash at its end; the mails of alarms lead there
}

// Route routes a message, and every message of its sender that waits before or behind it, in their order. It may be repeated.
// While another router handles messages of this sender, it routes this one too, and Route returns at once.
func (r Router) Route(ctx context.Context, tenant, message uuid.UUID) error {
	sender, waits, err := messages.SenderOf(ctx, r.Store, tenant, message)
	for err == nil && waits {
		var taken bool
		taken, err = messages.WithSenderLock(ctx, r.Store, sender, func(ctx context.Context) error { return r.routeAll(ctx, sender) })
		if err != nil || !taken {
			return err
		}
		// A router that found the sender locked left its message to us.
		var left []messages.Unrouted
		left, err = messages.ListUnrouted(ctx, r.Store, sender)
		waits = len(left) > 0
	}
	return err
}

// routeAll routes a batch of a sender's messages. The first that cannot be routed now holds back those behind it.
func (r Router) routeAll(ctx context.Context, sender messages.Sender) error {
	ctx, cancel := context.WithTimeout(ctx, routeTimeout)
	defer cancel()
	messages, err := messages.ListUnrouted(ctx, r.Store, sender)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if err := r.route(ctx, m); err != nil {
			return fmt.Errorf("inbound: message %s: %w", m.ID, err)
		}
	}
	return nil
}

func (r Router) route(ctx context.Context, m messages.Unrouted) error {
	switch {
	case m.Conversation != nil:
		return r.signalConversation(ctx, m, *m.Conversation)
	case m.TechnicianVerification != nil:
		return r.signalTechnicianVerification(ctx, m, *m.TechnicianVerification)
	case m.Route != "":
		return messages.MarkRouted(ctx, r.Store, m.Sender.Tenant, m.ID, clock.Now())
	case m.Forgotten:
		return messages.SetRoute(ctx, r.Store, m.Sender.Tenant, m.ID, inbound.Unheard, clock.Now())
	}
	facts, err := messages.LoadRoutingFacts(ctx, r.Store, m.Sender.Tenant, m.ID, clock.Now())
	if err != nil {
		return err
	}
	// The open run may close before the message reaches it: then the message takes the next route in the table.
	for {
		route := inbound.Decide(facts.Facts)
		err := r.act(ctx, m, facts, route)
		if !errors.Is(err, store.ErrNotFound) || !facts.Facts.Withdraw(route) {
			return err
		}
	}
}

// act takes a message to where it belongs. store.ErrNotFound means that nothing is there any more.
func (r Router) act(ctx context.Context, m messages.Unrouted, facts messages.RoutingFacts, route inbound.Route) error {
	tenant := m.Sender.Tenant
	switch route {
	case inbound.Consent:
		return messages.RecordConsent(ctx, r.Store, tenant, m.ID, facts.Facts.Keyword(), clock.Now())
	case inbound.Verify:
		asked, err := techverify.Ask(ctx, r.Store, tenant, m.ID)
		if err != nil {
			return err
		}
		return r.signalTechnicianVerification(ctx, m, asked.ID)
	case inbound.Confirm, inbound.Deny:
		id, err := messages.AnswerTechnicianVerification(ctx, r.Store, tenant, m.ID, route, clock.Now())
		if err != nil {
			return err
		}
		return r.signalTechnicianVerification(ctx, m, id)
	case inbound.NotMe:
		if err := r.denyVerifications(ctx, m, facts); err != nil {
			return err
		}
	case inbound.Alarm:
		return r.raiseAlarm(ctx, m)
	case inbound.Conversation:
		joined, err := conversations.Join(ctx, r.Store, tenant, m.ID)
		if err != nil {
			return err
		}
		return r.signalConversation(ctx, m, joined.ID)
	case inbound.Number:
		if err := r.enterNumber(ctx, m, facts); err != nil {
			return err
		}
	}
	return messages.SetRoute(ctx, r.Store, tenant, m.ID, route, clock.Now())
}

// signalConversation signals the run of a conversation, and marks the message once Temporal has the signal.
func (r Router) signalConversation(ctx context.Context, m messages.Unrouted, id uuid.UUID) error {
	if err := r.Dispatch.SignalConversation(ctx, m.Sender.Tenant, id, m.ID); err != nil {
		return err
	}
	return messages.MarkRouted(ctx, r.Store, m.Sender.Tenant, m.ID, clock.Now())
}

// signalTechnicianVerification does the same with the run of the sender: each number and address has one.
func (r Router) signalTechnicianVerification(ctx context.Context, m messages.Unrouted, id uuid.UUID) error {
	if err := r.Dispatch.SignalTechnicianVerification(ctx, m.Sender.Tenant, m.Sender.Index, id, m.ID); err != nil {
		return err
	}
	return messages.MarkRouted(ctx, r.Store, m.Sender.Tenant, m.ID, clock.Now())
}

// raiseAlarm raises the alarm of a denial, and starts its mails. The sweep starts those that cannot be started now.
func (r Router) raiseAlarm(ctx context.Context, m messages.Unrouted) error {
	mails, err := messages.RaiseAlarm(ctx, r.Store, m.Sender.Tenant, m.ID, r.Console, clock.Now())
	for _, mail := range mails {
		_ = r.Dispatch.StartNotice(ctx, m.Sender.Tenant, mail)
	}
	return err
}
