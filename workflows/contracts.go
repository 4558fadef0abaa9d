package workflows

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/core/technician"
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
		Bare         bool      `json:"bare,omitempty"` // it came alone, in a text whose sender is easily forged
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

// TechnicianVerificationID is the workflow id of a contact point's technician verification, by the point's keyed index: one can be open at a time.
func TechnicianVerificationID(tenant uuid.UUID, pointIndex []byte) string {
	return "technician-verification/" + tenant.String() + "/" + hex.EncodeToString(pointIndex)
}

// TechnicianVerificationInput names a technician verification. The rows hold the rest. Fields are only ever added.
type TechnicianVerificationInput struct {
	Tenant                 uuid.UUID `json:"tenant"`
	TechnicianVerification uuid.UUID `json:"technician_verification"`
}

// Every update names its technician verification: an update for an earlier or later one of the same number is refused.
type (
	// TechnicianClaim claims a technician verification for a ticket.
	TechnicianClaim struct {
		Verification uuid.UUID        `json:"request"`
		Contact      *uuid.UUID       `json:"contact,omitempty"`
		Ticket       string           `json:"ticket,omitempty"`
		TicketPSA    *uuid.UUID       `json:"ticket_psa,omitempty"`
		By           technician.Actor `json:"by"`
	}
	// TechnicianStep asks for anything that needs no more than who asks.
	TechnicianStep struct {
		Verification uuid.UUID        `json:"request"`
		By           technician.Actor `json:"by"`
	}
)

// ConversationID is the workflow id of a conversation.
func ConversationID(tenant, conversation uuid.UUID) string {
	return "conversation/" + tenant.String() + "/" + conversation.String()
}

// ConversationInput names a conversation, and carries what a run hands to the next. Fields are only ever added. The rows hold the rest.
type ConversationInput struct {
	Tenant       uuid.UUID `json:"tenant"`
	Conversation uuid.UUID `json:"conversation"`
	NoTicket     bool      `json:"no_ticket,omitempty"` // the ticket system will never open the ticket as it is asked for
}

// TicketWritesInput names a ticket. Fields are only ever added.
type TicketWritesInput struct {
	Tenant      uuid.UUID `json:"tenant"`
	Integration uuid.UUID `json:"integration"`
	Ticket      string    `json:"ticket"`
}

// TicketWritesID is the workflow id of a ticket's queue. The ticket system's id may be anything, so it stands there as a hash.
func TicketWritesID(tenant, integration uuid.UUID, ticket string) string {
	hash := sha256.Sum256([]byte(ticket))
	return "ticket/" + tenant.String() + "/" + integration.String() + "/" + hex.EncodeToString(hash[:])[:32]
}

const (
	// checkPatience is how long a PSA may be down before a check reports so.
	checkPatience = 10 * time.Minute
	// Pauses between tries to make the ticket.
	tryFirst = 5 * time.Second
	tryMost  = time.Minute
	// lookAfter is how long after a try without an answer its ticket may still come to stand in the PSA.
	lookAfter = 30 * time.Second
	// removalPatience is how long one removal tries before it reports the ticket as left behind.
	removalPatience = 3 * time.Minute
	// The removal of a ticket is tried again after growing pauses, for as long as an Admin may take to grant the right.
	leftoverFirst = 10 * time.Minute
	leftoverMost  = 6 * time.Hour
	leftoverUntil = 30 * 24 * time.Hour
)

// TicketDefaultCheckInput names a profile. Check makes the references of this run's tickets. Fields are only ever added.
type TicketDefaultCheckInput struct {
	Tenant  uuid.UUID `json:"tenant"`
	Default uuid.UUID `json:"default"`
	Check   uuid.UUID `json:"check"`
}

// TicketDefaultCheckID is the workflow id of a profile's check: one runs at a time.
func TicketDefaultCheckID(tenant, profile uuid.UUID) string {
	return "ticket-default/" + tenant.String() + "/" + profile.String()
}

// PSASyncInput names a PSA. Fields are only ever added.
type PSASyncInput struct {
	Tenant      uuid.UUID `json:"tenant"`
	Integration uuid.UUID `json:"integration"`
}

// PSASyncID is the workflow id of a PSA's syncs, to which its schedule adds the time, and the id of the schedule itself.
func PSASyncID(tenant, integration uuid.UUID) string {
	return "psa-sync/" + tenant.String() + "/" + integration.String()
}

// NoticeID is the workflow id of a mail to one of the MSP's own people.
func NoticeID(tenant, notice uuid.UUID) string {
	return "notice/" + tenant.String() + "/" + notice.String()
}

// NoticeTimeout bounds a notice's run, which repeats its mail for two hours.
const NoticeTimeout = 3 * time.Hour

// NoticeInput names a mail to one of the MSP's own people. Its text is sealed in the database.
type NoticeInput struct {
	Tenant uuid.UUID `json:"tenant"`
	Notice uuid.UUID `json:"notice"`
}

// MessageSignal names the message. Its text is sealed in the database.
type MessageSignal struct {
	Message uuid.UUID `json:"message"`
}
