package activities

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/message"
	"countersign/core/provider"
)

// NoticeOutbox keeps sealed mails to the MSP's own people until they are sent.
type NoticeOutbox interface {
	// ClaimNotice returns the mail to send; due is false when it was sent, or may have been.
	ClaimNotice(ctx context.Context, tenant, notice uuid.UUID) (out message.Outbound, due bool, err error)
	// SettleNotice records the end and empties the sealed text once it is with the provider.
	SettleNotice(ctx context.Context, tenant, notice uuid.UUID, status message.Status) error
	// ReleaseNotice gives a claim back: the mail surely did not leave us.
	ReleaseNotice(ctx context.Context, tenant, notice uuid.UUID) error
}

// Mail posts notices.
type Mail struct {
	Outbox NoticeOutbox
	Sender message.Sender
	From   string // the platform's address
}

// Post sends a notice once. A mail whose answer was lost counts as sent: people can ask for another.
func (m *Mail) Post(ctx context.Context, tenant, notice uuid.UUID) error {
	out, due, err := m.Outbox.ClaimNotice(ctx, tenant, notice)
	if err != nil || !due {
		return err
	}
	out.From = m.From
	_, err = m.Sender.Send(ctx, out)
	ctx = context.WithoutCancel(ctx)
	switch {
	case err == nil:
		return m.Outbox.SettleNotice(ctx, tenant, notice, message.Accepted)
	case provider.KindOf(err) == provider.Ambiguous:
		return m.Outbox.SettleNotice(ctx, tenant, notice, message.Unknown)
	case provider.KindOf(err) == provider.Throttled, provider.KindOf(err) == provider.Unavailable:
		if err := m.Outbox.ReleaseNotice(ctx, tenant, notice); err != nil {
			return err
		}
		return notYet(provider.RetryAfter(err))
	default:
		if err := m.Outbox.SettleNotice(ctx, tenant, notice, message.Failed); err != nil {
			return err
		}
		return fatal(err)
	}
}
