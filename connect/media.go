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
	_, body, err := f.Accounts.Fetch(ctx, tenant, file.Account, file.URL, conversation.MaxPicture)
	if err == nil && len(body) > conversation.MaxPicture {
		return nil, &provider.Error{Provider: "files", Kind: provider.Refused, Code: "too_large"}
	}
	return body, err
}

// Fetch reads a received file from the account that holds it, up to limit bytes and one more.
func (a Accounts) Fetch(ctx context.Context, tenant, account uuid.UUID, address string, limit int64) (contentType string, body []byte, err error) {
	media, err := a.Media(ctx, tenant, account)
	if err != nil {
		return "", nil, err
	}
	return media.Fetch(ctx, address, limit)
}
