// Package workflows is pure orchestration: it decides what happens next and leaves doing it to activities.
package workflows

import (
	"go.temporal.io/sdk/temporal"

	"countersign/core/channel"
)

// A name in this file is stored by Temporal: in histories, in tasks that wait for a worker and in visibility. It never changes its value or its meaning.
// Names of activities are in package activities.

// QueueCore is the task queue of workflows, of their local activities, and of activities that use only our own database.
const QueueCore = "core"

// QueueTickets is the task queue of activities that call ticket systems.
const QueueTickets = "tickets"

// QueueSyncs is the task queue of activities that read whole PSAs. They are bulk, and must not delay what a person waits for.
const QueueSyncs = "syncs"

// QueueOf is the task queue of a transport's repeated sends. The account's rate limit applies per queue.
func QueueOf(transport channel.Transport) string { return "send-" + string(transport) }

// Workflow types.
const (
	VerificationName           = "Verification"
	NoticeName                 = "Notice"
	ConversationName           = "Conversation"
	TechnicianVerificationName = "TechnicianVerification"
	TicketDefaultCheckName     = "TicketDefaultCheck"
	TicketWritesName           = "TicketWrites"
	PSASyncName                = "PSASync"
)

// Signals. A signal is a hint that rows have changed: rows are the truth.
const (
	// SignalMessage says that a message has come, or is to be sent. It carries a MessageSignal.
	SignalMessage = "message"
	// SignalCheck asks for a check of a ticket default, or for another look at what one left behind. It carries nothing.
	SignalCheck = "check"
	// SignalWrite says that a write was queued for a ticket. It has no payload.
	SignalWrite = "write"
)

// Updates of a verification: requests of a person who waits for the answer.
const (
	UpdateSend    = "send"
	UpdateCheck   = "check"
	UpdateConfirm = "confirm-link"
	UpdateMatch   = "match-number"
	UpdateNotMe   = "not-me"
	UpdateCancel  = "cancel"
)

// Updates of a technician verification. UpdateReissue and UpdateConfirmInPortal are the portal's.
const (
	UpdateClaim           = "claim"
	UpdateConfirmVerbally = "confirm-verbally"
	UpdateDeny            = "deny"
	UpdateReissue         = "reissue"
	UpdateConfirmInPortal = "confirm-in-portal"
)

// Search attributes. They are stored in clear: ids of ours only.
var (
	AttributeTenant       = temporal.NewSearchAttributeKeyKeyword("CountersignTenant")
	AttributeVerification = temporal.NewSearchAttributeKeyKeyword("CountersignVerification")
	AttributeChannel      = temporal.NewSearchAttributeKeyKeyword("CountersignChannel")
)

// attributeTicket stands at runs that were started while tickets were searched for. What people type as a ticket may be a name: no run gets it any more.
const attributeTicket = "CountersignTicket"

// SearchAttributes lists the names that `countersign migrate` registers; all are keywords.
func SearchAttributes() []string {
	return []string{AttributeTenant.GetName(), AttributeVerification.GetName(), AttributeChannel.GetName(), attributeTicket}
}
