// Package message is the port between a verification and the provider that carries it: what is handed over, what comes back, and how it can fail.
package message

import (
	"context"
	"time"

	"countersign/core/channel"
)

// Outbound is one message or call, ready to be handed to a provider.
type Outbound struct {
	ID          string // our own id of this send, stable over retries; comes back in callbacks. "<verification uuid>-<send number>"
	Transport   channel.Transport
	To          string    // E.164 or e-mail address
	From        string    // E.164, or e-mail address
	FromName    string    // display name of an e-mail's sender
	ReplyTo     string    // e-mail only: where an answer goes; From when empty
	Answers     bool      // e-mail only: it answers what somebody mailed to us, by itself
	Subject     string    // e-mail only
	Text        string    // SMS body, or an e-mail's plain part
	HTML        string    // e-mail only
	AnswerURL   string    // voice only: where the provider fetches what to say
	ExpiresAt   time.Time // when the code or link that it carries ends: nothing is sent from then on, and an SMS is not delivered later. Zero: it carries none
	CallbackURL string    // where delivery reports go (Twilio); SendGrid has one fixed webhook and carries ID in custom_args
}

// Expired reports whether a message's code or link has ended, or ends within a second: providers count whole seconds.
func (o Outbound) Expired(now time.Time) bool {
	return !o.ExpiresAt.IsZero() && o.ExpiresAt.Sub(now) < time.Second
}

// RequestTimeout bounds one request of a Sender or a Finder to its provider.
const RequestTimeout = 6 * time.Second

// Status is how far a send has come, as the provider tells.
type Status string

// The states of a send. Claimed is ours alone: nothing is known to have left yet. Unknown means the provider may or may not have taken it.
const (
	Claimed   Status = "claimed"
	Unknown   Status = "unknown"
	Accepted  Status = "accepted"
	Sent      Status = "sent"
	Delivered Status = "delivered"
	Failed    Status = "failed"
)

// rank orders the states: a report may only move a send upwards.
var rank = map[Status]int{Claimed: 0, Unknown: 1, Accepted: 2, Sent: 3, Delivered: 4, Failed: 4}

// Advances reports whether a delivery report of state next may replace state now. Reports come late, twice and out of order;
// a final state (delivered, failed) stays.
func Advances(now, next Status) bool {
	return rank[next] > rank[now]
}

// Replaces reports whether state next of a send takes the place of state now: as Advances says, and a failure that came of a returned mail also after delivered.
func Replaces(now, next Status, returned bool) bool {
	return Advances(now, next) || returned && now == Delivered && next == Failed
}

// Receipt is a provider's word that it took a message.
type Receipt struct {
	ProviderID string // Twilio SID, SendGrid X-Message-Id
	Status     Status
}

// Sender hands messages to a provider. Send's error is a *provider.Error.
type Sender interface {
	Send(ctx context.Context, out Outbound) (Receipt, error)
}

// Finder is a Sender whose provider can be asked whether it took a message whose answer was lost.
// Find returns ok=false when the provider surely does not have it, and an error of kind provider.Ambiguous when that cannot be told.
type Finder interface {
	Find(ctx context.Context, out Outbound, since time.Time) (Receipt, bool, error)
}

// Delivery is one delivery report, parsed from a provider's verified callback.
type Delivery struct {
	EventKey   string // the provider's own key of this event, for deduplication
	OutboundID string
	ProviderID string
	Status     Status
	ErrorCode  string // the provider's code when Status is Failed
	At         time.Time
	OptedOut   bool // the carrier says that the recipient replied STOP
	Returned   bool // a mail server sent the mail back, perhaps after it had taken it
}
