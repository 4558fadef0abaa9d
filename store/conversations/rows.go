package conversations

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// Row is a row as the database has it.
type Row = db.Conversation

// TemplateRow is a row as the database has it.
type TemplateRow = db.ConversationTemplate

// ChannelRow is a row as the database has it.
type ChannelRow = db.SMSChannel

// DeleteTemplate deletes a template.
func DeleteTemplate(ctx context.Context, tx store.Tx, id uuid.UUID) (int64, error) {
	return db.New(tx).DeleteConversationTemplate(ctx, id)
}

// Load reads the row of a conversation.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceConversation(ctx, id)
}

// LoadChannel reads the row of an SMS channel.
func LoadChannel(ctx context.Context, tx store.Tx, id uuid.UUID) (ChannelRow, error) {
	return db.New(tx).ResourceSMSChannel(ctx, id)
}

// LoadTemplate reads the row of a template.
func LoadTemplate(ctx context.Context, tx store.Tx, id uuid.UUID) (TemplateRow, error) {
	return db.New(tx).ResourceConversationTemplate(ctx, id)
}
