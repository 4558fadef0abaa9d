// Package ledger is the port of the send ledger: a send is claimed before it is handed to a provider and settled afterwards,
// so that a crash at any moment neither loses a message nor sends it twice.
package ledger

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/policy"
	"countersign/core/template"
)

// Key names a send: our own ids, never Temporal's, which change with a retry or a reset.
type Key struct {
	Tenant       uuid.UUID `json:"tenant"`
	Verification uuid.UUID `json:"verification"`
	Number       int       `json:"number"` // from 1
}

// Outbound is the id a provider carries back to us.
func (k Key) Outbound() string { return OutboundID(k.Verification, k.Number) }

// ClaimRequest asks for the right to hand a send over.
type ClaimRequest struct {
	Key
	RunID        string // of the workflow; kept with the verification at the first claim
	Channel      channel.Name
	ContactPoint uuid.UUID
	LinkHash     []byte // of the link's token, when the way is a link
	At           time.Time
	ExpiresAt    time.Time
	SendAgainAt  time.Time // the earliest next send; zero when none is left
	Policy       policy.Policy
}

// ClaimState is the answer to a claim.
type ClaimState string

// The answers.
const (
	Mine    ClaimState = "mine"    // hand it over now
	Handed  ClaimState = "handed"  // an earlier attempt handed it over at HandedAt and did not settle: ask the provider first
	Settled ClaimState = "settled" // done: Status tells how
	Limited ClaimState = "limited" // a limit refuses it: Code and RetryAfter tell which and for how long
	Closed  ClaimState = "closed"  // the verification has ended or the address is no longer on file
)

// Claim is what a claim was answered with.
type Claim struct {
	State      ClaimState
	HandedAt   time.Time // with Mine and Handed
	Status     message.Status
	Code       string // problem code: "country_not_allowed", "send_limit" or "spend_limit"
	RetryAfter time.Duration
	Content    MessageContent // with Mine and Handed
}

// MessageContent is what one message is made of: recipient, template and values. It is PII: it never leaves the activity that loads it.
type MessageContent struct {
	To          string // E.164 or e-mail address
	Name        string // the person's
	Company     string
	MSP         string
	Technician  string
	Ticket      string
	Text        template.Text
	Branding    template.Branding
	Integration uuid.UUID // the provider's webhook row of this tenant, for callbacks
	Account     uuid.UUID // the own account of the MSP that it is, or was, handed to; uuid.Nil for the platform's
	KeyID       string    // master key that code and link are derived from
	CodeLength  int
	Minutes     int // how long the code or link is good
}

// Settlement is how a handed send ended, as far as is known.
type Settlement struct {
	Status     message.Status // accepted, unknown or failed
	ProviderID string
	ErrorCode  string
	OptedOut   bool // the recipient said STOP: no more messages to this number
	Returned   bool // a mail server sent the mail back, perhaps after it had taken it
	At         time.Time
}

// Ledger is kept by the store. Every method is one transaction and may be repeated.
type Ledger interface {
	Claim(ctx context.Context, request ClaimRequest) (Claim, error)
	// Settle records the end of a hand-over; it never moves a status backwards (message.Replaces).
	Settle(ctx context.Context, key Key, settlement Settlement) error
	// Release gives the claim of handedAt back: the message surely did not leave us and may be claimed again.
	// A claim that another attempt has taken since then stays with it.
	Release(ctx context.Context, key Key, handedAt time.Time) error
}
