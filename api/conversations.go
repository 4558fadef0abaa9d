package api

import (
	"context"
	"errors"

	"countersign/api/gen"
)

// conversations is being built.
type conversations struct{ Deps }

func newConversations(d Deps) conversations { return conversations{d} }

func (h conversations) ListConversations(context.Context, gen.ListConversationsRequestObject) (gen.ListConversationsResponseObject, error) {
	return nil, errors.New("not built")
}

func (h conversations) StartConversation(context.Context, gen.StartConversationRequestObject) (gen.StartConversationResponseObject, error) {
	return nil, errors.New("not built")
}

func (h conversations) GetConversation(context.Context, gen.GetConversationRequestObject) (gen.GetConversationResponseObject, error) {
	return nil, errors.New("not built")
}

func (h conversations) ListConversationMessages(context.Context, gen.ListConversationMessagesRequestObject) (gen.ListConversationMessagesResponseObject, error) {
	return nil, errors.New("not built")
}

func (h conversations) SendConversationMessage(context.Context, gen.SendConversationMessageRequestObject) (gen.SendConversationMessageResponseObject, error) {
	return nil, errors.New("not built")
}

func (h conversations) MarkConversationRead(context.Context, gen.MarkConversationReadRequestObject) (gen.MarkConversationReadResponseObject, error) {
	return nil, errors.New("not built")
}

func (h conversations) CloseConversation(context.Context, gen.CloseConversationRequestObject) (gen.CloseConversationResponseObject, error) {
	return nil, errors.New("not built")
}

func (h conversations) GetConversationTicket(context.Context, gen.GetConversationTicketRequestObject) (gen.GetConversationTicketResponseObject, error) {
	return nil, errors.New("not built")
}
