package workflows

import "github.com/google/uuid"

// MessageSignal names the message. Its text is sealed in the database.
type MessageSignal struct {
	Message uuid.UUID `json:"message"`
}
