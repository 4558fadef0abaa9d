package activities

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/provider"
)

// Messages hands messages over that answer clients: those of technician verifications and conversations.
type Messages struct {
	Outbox    message.Outbox
	Senders   Senders
	Callbacks Callbacks
	From      map[channel.Transport]string // the platform's address, for an MSP without its own
	Now       func() time.Time
	Posted    func(transport channel.Transport, outcome string, took time.Duration) // metrics
}

// PostMessage hands one message over, once. What cannot be handed over now, or may have been, is an error that Temporal repeats.
func (m *Messages) PostMessage(ctx context.Context, tenant, id uuid.UUID) error {
	h, err := m.Outbox.TakeMessage(ctx, tenant, id, m.Now())
	if err != nil || !h.Due {
		return err
	}
	out := h.Out
	out.From = cmp.Or(out.From, m.From[out.Transport])
	out.CallbackURL = m.Callbacks(out.Transport, h.Hook, out.ID).Status
	if h.Earlier {
		return m.recover(ctx, tenant, id, out, h)
	}
	if out.Expired(m.Now()) {
		return m.settle(ctx, tenant, id, message.Ending{Status: message.Failed, ErrorCode: message.GaveUp})
	}
	receipt, err := m.Senders.send(ctx, tenant, h.Account, out)
	m.Posted(out.Transport, outcomeOfPosting(err), m.Now().Sub(h.HandedAt))
	ctx = context.WithoutCancel(ctx) // the provider has answered: a cancelled caller must not make us forget it
	if err == nil {
		return m.settle(ctx, tenant, id, message.Ending{Status: message.Accepted, ProviderID: receipt.ProviderID})
	}
	switch provider.KindOf(err) {
	case provider.Throttled, provider.Unavailable:
		if err := m.Outbox.ReleaseMessage(ctx, tenant, id, h.HandedAt); err != nil {
			return err
		}
		return notYet(provider.RetryAfter(err))
	case provider.Ambiguous:
		return m.recover(ctx, tenant, id, out, h)
	default:
		return m.settle(ctx, tenant, id, message.Ending{Status: message.Failed, ErrorCode: provider.CodeOf(err), OptedOut: provider.KindOf(err) == provider.OptedOut})
	}
}

// outcomeOfPosting is how a provider answered, as Sending counts it.
func outcomeOfPosting(err error) string {
	if err == nil {
		return string(Accepted)
	}
	switch provider.KindOf(err) {
	case provider.Throttled, provider.Unavailable:
		return string(RetryLater)
	case provider.Ambiguous:
		return string(Unknown)
	default:
		return string(Refused)
	}
}

// recover finds out what became of a message whose receipt is missing. Only one that surely never arrived is given back to be sent again.
func (m *Messages) recover(ctx context.Context, tenant, id uuid.UUID, out message.Outbound, h message.Handover) error {
	switch f := m.Senders.find(ctx, tenant, h.Account, out, h.HandedAt, m.Now()); {
	case f.status != "":
		return m.settle(ctx, tenant, id, message.Ending{Status: f.status, ProviderID: f.providerID})
	case f.wait > 0:
		return notYet(f.wait)
	}
	if err := m.Outbox.ReleaseMessage(ctx, tenant, id, h.HandedAt); err != nil {
		return err
	}
	return notYet(0)
}

// GiveUpPosting settles a message that no provider accepted in time, so that it does not go out too late.
func (m *Messages) GiveUpPosting(ctx context.Context, tenant, id uuid.UUID) error {
	return m.Outbox.GiveUpMessage(ctx, tenant, id)
}

func (m *Messages) settle(ctx context.Context, tenant, id uuid.UUID, end message.Ending) error {
	end.At = m.Now()
	return m.Outbox.SettleOutbound(ctx, tenant, id, end)
}
