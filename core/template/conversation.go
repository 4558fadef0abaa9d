package template

// The kinds of automatic texts of SMS conversations.
const (
	ConversationFirst    Kind = "conversation_first"    // the first answer to somebody who wrote in; ${ticket} may be empty
	ConversationReceived Kind = "conversation_received" // the acknowledgement of every further message, where the channel asks for it
)

// inConversation placeholders may stand in the automatic texts of a conversation: nobody is on the phone, and nothing runs out.
var inConversation = []Placeholder{Name, MSP, Ticket, Company}

func (k Kind) isConversation() bool { return k == ConversationFirst || k == ConversationReceived }
