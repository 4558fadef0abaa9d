package messages

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/list"
	"countersign/store"
	"countersign/store/messages"
)

// UnknownSenders answers for messages from numbers and addresses that belong to no contact, and for mails that only claim to be a contact's.
type UnknownSenders struct{ Store *store.Store }

func (h UnknownSenders) ListUnknownSenders(ctx context.Context, request gen.ListUnknownSendersRequestObject) (gen.ListUnknownSendersResponseObject, error) {
	asked := request.Params
	query := messages.UnknownSenderQuery{Unproven: asked.Unproven, Unheard: respond.Value(asked.Unheard), Cursor: respond.Value(asked.Cursor), Limit: respond.PageSize(asked.Limit)}
	page, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (store.Page[messages.UnknownSender], error) {
		return messages.ListUnknownSenders(ctx, tx, query)
	})
	return gen.ListUnknownSenders200JSONResponse{Items: list.Of(page.Items, unknownSenderAnswer), NextCursor: respond.Present(page.Next)}, err
}

func unknownSenderAnswer(s messages.UnknownSender) gen.UnknownSender {
	return gen.UnknownSender{
		ID: s.ID, Transport: gen.UnknownSenderTransport(s.Transport), Masked: s.Masked, ContactPoint: respond.Present(s.ContactPoint), Text: s.Text,
		Unreadable: s.Unreadable, Proven: s.Proven, Contacts: list.Of(s.Contacts, func(c store.Ref) gen.Ref { return gen.Ref(c) }), At: s.At,
	}
}
