package workflows

import (
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/core/verification"
)

// VerificationID is the workflow id of a contact's verification: one can be open at a time.
func VerificationID(tenant, contact uuid.UUID) string {
	return "verification/" + tenant.String() + "/" + contact.String()
}

// VerificationInput is what a verification begins with. Fields are only ever added.
type VerificationInput struct {
	Tenant       uuid.UUID       `json:"tenant"`
	Verification uuid.UUID       `json:"verification"`
	Contact      uuid.UUID       `json:"contact"`
	Company      uuid.UUID       `json:"company"`
	Channel      channel.Name    `json:"channel"`
	ContactPoint uuid.UUID       `json:"point"`
	Policy       policy.Snapshot `json:"policy"`
	KeyID        string          `json:"key_id"` // master key that codes and links are derived from
	OpenedAt     time.Time       `json:"opened_at"`
	EndsAt       time.Time       `json:"ends_at"` // the latest end, also after another send
	By           string          `json:"by"`      // actor, "user/<id>" or "api_key/<id>"
}

// VerificationResult is what a verification ended with.
type VerificationResult struct {
	Verification uuid.UUID           `json:"verification"`
	Status       verification.Status `json:"status"`
	Reason       verification.Reason `json:"reason"`
}

// Every update names the verification it means: an update for an earlier or later run of the same contact is refused.
type (
	// SendRequest asks for another code or link, possibly by another way.
	SendRequest struct {
		Verification uuid.UUID    `json:"verification"`
		Channel      channel.Name `json:"channel"`
		ContactPoint uuid.UUID    `json:"point"`
		By           string       `json:"by"`
	}
	// CheckRequest carries the digest of what the caller read out, never the digits.
	CheckRequest struct {
		Verification uuid.UUID `json:"verification"`
		Digest       string    `json:"digest"`
		By           string    `json:"by"`
	}
	// ConfirmRequest says that the person pressed "Validate" on the page of a send's link, or a key in a send's call.
	ConfirmRequest struct {
		Verification uuid.UUID `json:"verification"`
		Send         int       `json:"send"`
	}
	// MatchRequest carries the digest of the number that the person entered on the page of a send's link, or wrote back.
	MatchRequest struct {
		Verification uuid.UUID `json:"verification"`
		Send         int       `json:"send"`
		Digest       string    `json:"digest"`
	}
	// EndRequest ends the verification: cancelled by the desk, or denied by the person.
	EndRequest struct {
		Verification uuid.UUID `json:"verification"`
		By           string    `json:"by"`
	}
)

// Answer is the answer of every update.
type Answer struct {
	Status            verification.Status `json:"status"`
	Reason            verification.Reason `json:"reason,omitempty"`
	Accepted          bool                `json:"accepted,omitempty"`
	AttemptsRemaining int                 `json:"attempts_remaining"`
	Refusal           string              `json:"refusal,omitempty"` // problem code when nothing was done
	RetryAfter        time.Duration       `json:"retry_after,omitempty"`
}

// Refusals: the problem codes an update can answer with.
const (
	RefusedClosed      = "already_closed"
	RefusedSendLimit   = "send_limit"
	RefusedRateLimited = "rate_limited"
	RefusedNoCode      = "code_not_expected"
	RefusedUnavailable = "unavailable"
)

// RejectionMismatch is the type of the error for an update that means another verification.
const RejectionMismatch = "mismatch"
