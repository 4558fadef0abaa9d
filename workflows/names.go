// Package workflows is pure orchestration: it decides what happens next and leaves doing it to activities.
package workflows

import (
	"github.com/google/uuid"
	"go.temporal.io/sdk/temporal"

	"countersign/core/channel"
)

// Task queues. Workflows and their local activities run on QueueCore; each transport has a queue of its own, where the account's rate limit lives.
const QueueCore = "core"

// QueueOf is the queue of a transport's patient sends.
func QueueOf(transport channel.Transport) string { return "send-" + string(transport) }

// Names of workflows as Temporal stores them. A name in use never changes.
const (
	VerificationName = "Verification"
	NoticeName       = "Notice"
)

// Search attributes. They are stored in clear: ids only.
var (
	AttributeTenant       = temporal.NewSearchAttributeKeyKeyword("CountersignTenant")
	AttributeVerification = temporal.NewSearchAttributeKeyKeyword("CountersignVerification")
	AttributeChannel      = temporal.NewSearchAttributeKeyKeyword("CountersignChannel")
	AttributeTicket       = temporal.NewSearchAttributeKeyKeyword("CountersignTicket")
)

// SearchAttributes lists the names that `countersign migrate` registers; all are keywords.
func SearchAttributes() []string {
	return []string{AttributeTenant.GetName(), AttributeVerification.GetName(), AttributeChannel.GetName(), AttributeTicket.GetName()}
}

// VerificationID is the workflow id of a contact's verification: one can be open at a time.
func VerificationID(tenant, contact uuid.UUID) string {
	return "verification/" + tenant.String() + "/" + contact.String()
}

// NoticeID is the workflow id of a mail to one of the MSP's own people.
func NoticeID(tenant, notice uuid.UUID) string {
	return "notice/" + tenant.String() + "/" + notice.String()
}
