package messages

import (
	"context"
	"slices"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/store"
	"countersign/store/messages"
)

// UnknownSenders answers for messages from numbers and addresses that belong to no contact.
type UnknownSenders struct{ Store *store.Store }

func (h UnknownSenders) ListUnknownSenders(ctx context.Context, request gen.ListUnknownSendersRequestObject) (gen.ListUnknownSendersResponseObject, error) {
	return gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.ListUnknownSenders200JSONResponse, err error) {
		page, err := messages.ListUnknownSenders(ctx, tx, respond.Value(request.Params.Cursor), respond.PageSize(request.Params.Limit))
		answer.NextCursor = respond.Present(page.Next)
		answer.Items = slices.Grow(answer.Items, len(page.Items)+1)[:len(page.Items)] // an empty list is [], not null
		for i, sender := range page.Items {
			item := &answer.Items[i]
			item.ID, item.Masked, item.Text, item.Unreadable, item.At = sender.ID, sender.Masked, sender.Text, sender.Unreadable, sender.At
			item.Transport = gen.UnknownSenderPageItemsTransport(sender.Transport)
		}
		return answer, err
	})
}
