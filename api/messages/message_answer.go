package messages

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/message"
	"countersign/store/messages"
)

func messageAnswer(m messages.Message) gen.Message {
	answer := gen.Message{
		ID: m.ID, Direction: gen.MessageDirection(m.Direction), Transport: gen.MessageTransport(m.Transport), Kind: m.Kind, Body: m.Body, At: m.At,
		Status: gen.MessageStatus(m.Status), SentBy: respond.Present(m.SentByName), Noted: &m.Noted, Problem: respond.Present(messageProblem(m)),
	}
	if len(m.Media) == 0 {
		return answer
	}
	media := make([]struct {
		Accepted    bool    `json:"accepted"`
		ContentType string  `json:"content_type"`
		Reason      *string `json:"reason,omitempty"`
	}, len(m.Media))
	for i, p := range m.Media {
		media[i].Accepted, media[i].ContentType, media[i].Reason = respond.Value(p.Accepted), p.ContentType, respond.Present(p.Reason)
	}
	answer.Media = &media
	return answer
}

// messageProblem says in words why a message did not arrive.
func messageProblem(m messages.Message) string {
	switch {
	case m.Direction == "inbound" || m.Status != message.Failed && m.Status != message.Unknown:
		return ""
	case m.Status == message.Unknown:
		return "We do not know whether it arrived."
	}
	return message.Failure(m.ErrorCode)
}
