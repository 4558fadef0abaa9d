package template

import (
	"slices"
	"strings"
	"unicode/utf8"

	"countersign/core/problem"
)

// The kinds of automatic texts of SMS conversations.
const (
	ConversationFirst    Kind = "conversation_first"    // the first answer to a client who wrote in; ${ticket} may be empty
	ConversationReceived Kind = "conversation_received" // the acknowledgement of every further message, where the channel asks for it
)

// inConversation placeholders may stand in the automatic texts of a conversation: there is no call, and nothing expires.
var inConversation = append([]Placeholder{Name, MSP, Ticket, Company}, triggers...)

func (k Kind) isConversation() bool { return k == ConversationFirst || k == ConversationReceived }

// The greatest lengths of a text that a technician begins from, in characters.
const (
	maxConversation        = 1600
	maxConversationSubject = 100
)

// ValidateConversation lists what is wrong with a text that technicians begin a conversation from. Its placeholders are filled in by the console.
func ValidateConversation(subject, body string) []problem.Field {
	v := validation{}
	allowed := append([]Placeholder{Name, Ticket, Technician, MSP}, triggers...)
	if strings.TrimSpace(body) == "" {
		v.say("body", "Write a text.")
	}
	v.plainly("body", body, allowed, maxConversation)
	if strings.ContainsAny(subject, "\r\n") {
		v.say("subject", "A subject has one line.")
	}
	v.plainly("subject", subject, allowed, maxConversationSubject)
	return v.wrong
}

// plainly is common for a text that no kind knows: a placeholder that is not allowed is simply not there.
func (v *validation) plainly(field, text string, allowed []Placeholder, limit int) {
	known := make([]string, len(allowed))
	for i, a := range allowed {
		known[i] = a.String()
	}
	parts, closed := parse(text)
	if !closed {
		v.say(field, "A ${ is never closed: write } behind the name, or take the ${ out.")
	}
	for _, p := range parts {
		if strings.HasPrefix(p.text, "${") && closed && !slices.Contains(allowed, p.placeholder) {
			v.say(field, "There is no placeholder %s. There are %s.", p.text, strings.Join(known, ", "))
			break
		}
	}
	if utf8.RuneCountInString(text) > limit {
		v.say(field, "Keep this under %d characters.", limit)
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, isInvisible) {
		v.say(field, "This holds invisible control characters: type it anew instead of pasting it.")
	}
}
