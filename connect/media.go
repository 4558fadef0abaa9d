package connect

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// Files reads what is to be attached to a ticket from the account that holds it.
type Files struct{ Accounts Accounts }

// Fetch reads a file. One that has grown beyond the limit since it was accepted is refused.
func (f Files) Fetch(ctx context.Context, tenant uuid.UUID, file ticket.FileRef) ([]byte, error) {
	media, err := f.Accounts.Media(ctx, tenant, file.Account)
	if err != nil {
		return nil, err
	}
	_, body, err := media.Fetch(ctx, file.URL, conversation.MaxPicture)
	if err == nil && len(body) > conversation.MaxPicture {
		return nil, &provider.Error{Provider: "files", Kind: provider.Refused, Code: "too_large"}
	}
	return body, err
}
