package twilio

import "countersign/core/message"

// statuses maps Twilio's words for messages and calls to ours. A call that ended was answered by
// somebody or by a machine, which Twilio does not tell apart: it failed unless a key was pressed in it, which the webhook of the key has told before. Inbound states (receiving, received) are absent. https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
// and https://www.twilio.com/docs/voice/api/call-resource#call-status-values
var statuses = map[string]message.Status{
	"accepted":            message.Accepted,
	"scheduled":           message.Accepted,
	"queued":              message.Accepted,
	"sending":             message.Accepted,
	"sent":                message.Sent,
	"partially_delivered": message.Sent,
	"delivered":           message.Delivered,
	"read":                message.Delivered,
	"undelivered":         message.Failed,
	"failed":              message.Failed,
	"canceled":            message.Failed,

	"initiated":   message.Accepted,
	"ringing":     message.Sent,
	"in-progress": message.Sent,
	"completed":   message.Failed,
	"busy":        message.Failed,
	"no-answer":   message.Failed,
}

// statusOf reads one of Twilio's words; a new one means no more than that the message was taken.
func statusOf(word *string) message.Status {
	if word == nil {
		return message.Accepted
	}
	if known, ok := statuses[*word]; ok {
		return known
	}
	return message.Accepted
}
