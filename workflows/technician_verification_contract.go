package workflows

import (
	"encoding/hex"

	"github.com/google/uuid"

	"countersign/core/technician"
)

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
