package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store/db"
)

// ConversationTemplates lists the texts that technicians begin from, by name.
func (tx Tx) ConversationTemplates(ctx context.Context) ([]db.ConversationTemplate, error) {
	return tx.ListConversationTemplates(ctx)
}

// ConversationText is what an MSP writes into a template; placeholders stand for what the console fills in.
type ConversationText struct {
	Name    string
	Subject string // of the ticket; may be empty
	Body    string
}

// CreateConversationTemplate adds a text; ErrConflict when the name is taken.
func (tx Tx) CreateConversationTemplate(ctx context.Context, t ConversationText, at time.Time) (db.ConversationTemplate, error) {
	row, err := tx.InsertConversationTemplate(ctx, db.InsertConversationTemplateParams{TenantID: tx.Tenant, ID: NewID(), Name: t.Name, Subject: t.Subject, Body: t.Body, At: at})
	return row, err
}

// PutConversationTemplate changes a text; ErrConflict when the name is taken.
func (tx Tx) PutConversationTemplate(ctx context.Context, id uuid.UUID, t ConversationText, at time.Time) (db.ConversationTemplate, error) {
	row, err := tx.UpdateConversationTemplate(ctx, db.UpdateConversationTemplateParams{ID: id, Name: t.Name, Subject: t.Subject, Body: t.Body, At: at})
	return row, err
}
