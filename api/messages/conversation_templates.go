package messages

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/conversations"
)

// ConversationTemplates answers for the texts that technicians begin conversations from. The console fills their placeholders in.
type ConversationTemplates struct {
	Store *store.Store
	Now   func() time.Time
}

func (h ConversationTemplates) ListConversationTemplates(ctx context.Context, _ gen.ListConversationTemplatesRequestObject) (gen.ListConversationTemplatesResponseObject, error) {
	rows, err := gate.InTenant(ctx, h.Store, conversations.ListTemplates)
	return gen.ListConversationTemplates200JSONResponse{Items: list.Of(rows, conversationTemplateAnswer)}, err
}

func (h ConversationTemplates) CreateConversationTemplate(ctx context.Context, request gen.CreateConversationTemplateRequestObject) (gen.CreateConversationTemplateResponseObject, error) {
	text, err := readConversationText(*request.Body)
	if err != nil {
		return nil, err
	}
	made, err := gate.Make(ctx, h.Store, func(ctx context.Context, tx store.Tx) (gen.ConversationTemplate, error) {
		row, err := conversations.CreateTemplate(ctx, tx, text, h.Now())
		if err != nil {
			return gen.ConversationTemplate{}, err
		}
		return conversationTemplateAnswer(row), auditConversationTemplate(ctx, tx, "created", row.ID, nil, conversationTextOf(row))
	})
	return gen.CreateConversationTemplate201JSONResponse(made), templateNameTaken(err)
}

func (h ConversationTemplates) PutConversationTemplate(ctx context.Context, request gen.PutConversationTemplateRequestObject) (gen.PutConversationTemplateResponseObject, error) {
	text, err := readConversationText(*request.Body)
	if err != nil {
		return nil, err
	}
	row, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (row conversations.TemplateRow, err error) {
		before, err := conversations.LoadTemplate(ctx, tx, request.ConversationTemplateID)
		if err != nil {
			return row, err
		}
		if row, err = conversations.UpdateTemplate(ctx, tx, request.ConversationTemplateID, text, h.Now()); err != nil {
			return row, err
		}
		return row, auditConversationTemplate(ctx, tx, "changed", row.ID, conversationTextOf(before), conversationTextOf(row))
	})
	return gen.PutConversationTemplate200JSONResponse(conversationTemplateAnswer(row)), templateNameTaken(err)
}

func (h ConversationTemplates) DeleteConversationTemplate(ctx context.Context, request gen.DeleteConversationTemplateRequestObject) (gen.DeleteConversationTemplateResponseObject, error) {
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		deleted, err := conversations.DeleteTemplate(ctx, tx, request.ConversationTemplateID)
		if err != nil || !deleted {
			return err
		}
		row := gate.Row[conversations.TemplateRow](ctx)
		return auditConversationTemplate(ctx, tx, "deleted", row.ID, conversationTextOf(row), nil)
	})
	return gen.DeleteConversationTemplate204Response{}, err
}

// readConversationText takes a text that is good to begin from.
func readConversationText(asked gen.ConversationTemplateText) (conversations.Template, error) {
	name, wrong := respond.ReadName("name", asked.Name)
	if len(wrong) > 0 {
		return conversations.Template{}, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	text := conversations.Template{Name: name, Subject: strings.TrimSpace(respond.Value(asked.Subject)), Body: strings.TrimSpace(asked.Body)}
	if wrong := template.ValidateConversation(text.Subject, text.Body); len(wrong) > 0 {
		return conversations.Template{}, problem.Invalid(problem.TemplateInvalid, wrong...)
	}
	return text, nil
}

func auditConversationTemplate(ctx context.Context, tx store.Tx, did string, id uuid.UUID, before, after any) error {
	return gate.Audit(ctx, tx, store.AuditEntry{Action: "conversation_template." + did, SubjectKind: "conversation_template", SubjectID: id.String(), Details: gate.Differences(before, after)})
}

func conversationTextOf(row conversations.TemplateRow) gen.ConversationTemplateText {
	return gen.ConversationTemplateText{Name: row.Name, Subject: respond.Present(row.Subject), Body: row.Body}
}

func templateNameTaken(err error) error {
	if errors.Is(err, store.ErrConflict) {
		p := problem.New(problem.Conflict, "There is a text of this name already.")
		p.Fields = []problem.Field{{Field: "name", Message: "There is a text of this name already."}}
		return p
	}
	return err
}

func conversationTemplateAnswer(row conversations.TemplateRow) gen.ConversationTemplate {
	return gen.ConversationTemplate{ID: row.ID, Name: row.Name, Subject: respond.Present(row.Subject), Body: row.Body, UpdatedAt: row.UpdatedAt}
}
