package conversations

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// TemplateRow is a row of conversation_templates.
type TemplateRow = db.ConversationTemplate

// ListTemplates lists the texts that technicians begin from, by name.
func ListTemplates(ctx context.Context, tx store.Tx) ([]TemplateRow, error) {
	return db.New(tx).ListConversationTemplates(ctx)
}

// Template is what an MSP writes into a template; placeholders stand for what the console fills in.
type Template struct {
	Name    string
	Subject string // of the ticket; may be empty
	Body    string
}

// CreateTemplate adds a text; ErrConflict when the name is taken.
func CreateTemplate(ctx context.Context, tx store.Tx, t Template, at time.Time) (TemplateRow, error) {
	return db.New(tx).InsertConversationTemplate(ctx, db.InsertConversationTemplateParams{TenantID: tx.Tenant, ID: store.NewID(), Name: t.Name, Subject: t.Subject, Body: t.Body, At: at})
}

// UpdateTemplate changes a text; ErrConflict when the name is taken.
func UpdateTemplate(ctx context.Context, tx store.Tx, id uuid.UUID, t Template, at time.Time) (TemplateRow, error) {
	return db.New(tx).UpdateConversationTemplate(ctx, db.UpdateConversationTemplateParams{ID: id, Name: t.Name, Subject: t.Subject, Body: t.Body, At: at})
}

// LoadTemplate reads the row of a template.
func LoadTemplate(ctx context.Context, tx store.Tx, id uuid.UUID) (TemplateRow, error) {
	return db.New(tx).ResourceConversationTemplate(ctx, id)
}

// DeleteTemplate deletes a template; deleted is false when there was none.
func DeleteTemplate(ctx context.Context, tx store.Tx, id uuid.UUID) (deleted bool, err error) {
	rows, err := db.New(tx).DeleteConversationTemplate(ctx, id)
	return rows == 1, err
}
