package api

import (
	"context"
	"errors"

	"countersign/api/gen"
)

// conversationTemplates is being built.
type conversationTemplates struct{ Deps }

func newConversationTemplates(d Deps) conversationTemplates { return conversationTemplates{d} }

func (h conversationTemplates) ListConversationTemplates(context.Context, gen.ListConversationTemplatesRequestObject) (gen.ListConversationTemplatesResponseObject, error) {
	return nil, errors.New("not built")
}

func (h conversationTemplates) CreateConversationTemplate(context.Context, gen.CreateConversationTemplateRequestObject) (gen.CreateConversationTemplateResponseObject, error) {
	return nil, errors.New("not built")
}

func (h conversationTemplates) PutConversationTemplate(context.Context, gen.PutConversationTemplateRequestObject) (gen.PutConversationTemplateResponseObject, error) {
	return nil, errors.New("not built")
}

func (h conversationTemplates) DeleteConversationTemplate(context.Context, gen.DeleteConversationTemplateRequestObject) (gen.DeleteConversationTemplateResponseObject, error) {
	return nil, errors.New("not built")
}
