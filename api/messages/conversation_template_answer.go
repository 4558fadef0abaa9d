package messages

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/store/conversations"
)

func conversationTemplateAnswer(row conversations.TemplateRow) gen.ConversationTemplate {
	return gen.ConversationTemplate{ID: row.ID, Name: row.Name, Subject: respond.Present(row.Subject), Body: row.Body, UpdatedAt: row.UpdatedAt}
}
