// Package verification decides. A verification is a fold of facts: what was sent, what was attempted, what the person pressed, what time did.
// The workflow applies each fact as it happens; `evidence verify` applies them again, offline, and must come to the same end.
package verification

import (
	"time"

	"countersign/core/channel"
)

// Status is where a verification stands.
type Status string

// The statuses. All but Pending are final.
const (
	Pending   Status = "pending"
	Approved  Status = "approved"
	Denied    Status = "denied"
	Expired   Status = "expired"
	Cancelled Status = "cancelled"
	Failed    Status = "failed"
)

// Closed reports whether it has ended. Nothing can change any more, but for an approval that its person takes back.
func (s Status) Closed() bool { return s != Pending }

// Reason says why a verification ended.
type Reason string

// The reasons.
const (
	CodeAccepted    Reason = "code_accepted"
	LinkConfirmed   Reason = "link_confirmed"
	NumberMatched   Reason = "number_matched"
	CalledBack      Reason = "called_back"
	TooManyAttempts Reason = "too_many_attempts"
	NotMe           Reason = "not_me"
	CodeExpired     Reason = "code_expired"
	CancelledByDesk Reason = "cancelled"
	NotSent         Reason = "not_sent" // no send ever left us
	Lost            Reason = "lost"     // it had no run: the sweep closed it
)

// Kind is what a fact tells.
type Kind string

// The kinds of facts.
const (
	Sent      Kind = "sent"       // a code or link was handed to a provider, or was tried to
	SendEnded Kind = "send_ended" // a send surely did not leave us
	Attempted Kind = "guessed"    // the technician typed what the caller read out, or the person entered the number they were told
	Confirmed Kind = "confirmed"  // the person pressed "Validate" on the page of a link, or a key of the phone that was called back
	Denial    Kind = "not_me"     // the person pressed "This was not me"
	TakenBack Kind = "taken_back" // the person took their own press back: it was a mistake, or not them
	Cancel    Kind = "cancelled"  // the technician cancelled
	TimeUp    Kind = "time_up"    // the current code or link ended
)

// Fact is one thing that happened. It holds no code, number, address or name: digests, ids and times only.
type Fact struct {
	Kind         Kind         `json:"kind"`
	At           time.Time    `json:"at"`
	Send         int          `json:"send,omitempty"`      // number of the send it speaks of, from 1
	Channel      channel.Name `json:"channel,omitempty"`   // Sent
	ContactPoint string       `json:"point,omitempty"`     // Sent: id of the contact point
	Digest       string       `json:"digest,omitempty"`    // Sent: of the expected code, empty for a link. Attempted: of the digits
	ExpiresAt    time.Time    `json:"expires_at,omitzero"` // Sent
	Outcome      string       `json:"outcome,omitempty"`   // SendEnded: the provider's code
	Bare         bool         `json:"bare,omitempty"`      // Attempted: the digits came alone, from a number that anybody can write in the name of
	By           string       `json:"by,omitempty"`        // actor, "user/<id>", "api_key/<id>", "contact", "system"
}

// TakeBackTime is how long a person may take back what they pressed.
const TakeBackTime = time.Minute

// Contact is By of what the person on file did.
const Contact = "contact"

// Rules are what the fold needs of a policy.
type Rules struct {
	MaxAttempts int `json:"max_attempts"`
	MaxSends    int `json:"max_sends"`
}

// Assurance returns what a way proves once it succeeded.
func assuranceOf(name channel.Name) channel.Assurance {
	spec, _ := channel.Of(name)
	return spec.Assurance
}
