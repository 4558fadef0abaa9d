package workflows

import "github.com/google/uuid"

// SignalMessage says that a message has come, or is to be sent. It is a hint: rows are the truth.
const SignalMessage = "message"

// MessageSignal names the message. Its text is sealed in the database.
type MessageSignal struct {
	Message uuid.UUID `json:"message"`
}

// PostMessage is the activity that hands over an outbound message, by tenant and message.
const PostMessage = "PostMessage"
