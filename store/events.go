package store

import (
	"context"

	"github.com/google/uuid"

	"countersign/store/db"
)

// The kinds of events.
const (
	EventVerification = "verification.updated"
	EventContact      = "contact.updated"
	EventAlert        = "alert.raised"
	EventAlertChanged = "alert.updated" // somebody took it, or it was dealt with

	EventTechnicianVerification = "technician-verification.updated"
	EventConversation           = "conversation.updated"
	EventUnknownSender          = "unknown-sender.heard"

	EventIntegration   = "integration.updated" // a PSA, its health or its sync
	EventTicketDefault = "ticket-default.updated"
	EventTicketWrite   = "ticket-write.updated"
)

// Event tells screens that something changed: ids only, they fetch what they may see.
type Event struct {
	Kind    string
	Subject uuid.UUID
	Contact *uuid.UUID
	Company *uuid.UUID
}

// Emit announces an event once the transaction commits.
func (tx Tx) Emit(ctx context.Context, e Event) error {
	return db.New(tx).InsertEvent(ctx, db.InsertEventParams{TenantID: tx.Tenant, Kind: e.Kind, SubjectID: e.Subject, ContactID: e.Contact, CompanyID: e.Company})
}
