package workflows

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/google/uuid"
)

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
