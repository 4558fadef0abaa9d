package messages

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/store/db"
)

func conversationTemplateAnswer(row db.ConversationTemplate) gen.ConversationTemplate {
	return gen.ConversationTemplate{ID: row.ID, Name: row.Name, Subject: respond.Present(row.Subject), Body: row.Body, UpdatedAt: row.UpdatedAt}
}
