package message

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
)

// idPrefix marks the outbound id of a message, in contrast to that of a verification's send.
const idPrefix = "m-"

// IDOf is our id of a message as it travels through providers.
func IDOf(message uuid.UUID) string { return idPrefix + message.String() }

// ErrID is returned for a text that is not a message's outbound id.
var ErrID = errors.New("message: not an outbound id")

// ParseID reads what IDOf wrote.
func ParseID(text string) (uuid.UUID, error) {
	rest, ok := strings.CutPrefix(text, idPrefix)
	if !ok || len(rest) != 36 {
		return uuid.Nil, ErrID
	}
	id, err := uuid.Parse(rest)
	if err != nil {
		return uuid.Nil, ErrID
	}
	return id, nil
}

// Handover is the right to hand a message over, or what became of it.
type Handover struct {
	Due      bool      // false: it was handed over, or never will be
	Earlier  bool      // it was handed over at HandedAt and not settled: ask the provider first
	HandedAt time.Time // with Due: when this hand-over, or that earlier one, began
	Out      Outbound  // with Due, without callback
	Hook     uuid.UUID // the provider's webhook row of this tenant, for callbacks
	Account  uuid.UUID // with Due: the own account of the MSP that it is, or was, handed to; uuid.Nil for the platform's
}

// Outbox holds messages that are to go out. It is kept by the store; every method is one transaction and may be repeated.
type Outbox interface {
	// TakeMessage claims a message. One to a number that replied STOP is settled as failed.
	TakeMessage(ctx context.Context, tenant, message uuid.UUID, at time.Time) (Handover, error)
	// SettleOutbound never moves a status backwards (Replaces).
	SettleOutbound(ctx context.Context, tenant, message uuid.UUID, end Ending) error
	// ReleaseMessage gives the claim of handedAt back: the message surely did not leave us.
	ReleaseMessage(ctx context.Context, tenant, message uuid.UUID, handedAt time.Time) error
	// GiveUpMessage settles a message that waits still: failed, or unknown when a hand-over has begun.
	GiveUpMessage(ctx context.Context, tenant, message uuid.UUID) error
}

// Ending is how a handed message ended, as far as is known.
type Ending struct {
	Status     Status
	ProviderID string
	ErrorCode  string
	OptedOut   bool // the recipient said STOP: no more messages to this number
	Returned   bool // a mail server sent the mail back, perhaps after it had taken it
	At         time.Time
}
