package workflows

import "github.com/google/uuid"

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
