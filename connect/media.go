package connect

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// Files reads what is to be attached to a ticket from the carrier that holds it.
type Files struct{ Media message.MediaFetcher }

// Fetch reads a file. One that has grown beyond the limit since it was accepted is refused.
func (f Files) Fetch(ctx context.Context, _ uuid.UUID, file ticket.FileRef) ([]byte, error) {
	_, body, err := f.Media.Fetch(ctx, file.URL, conversation.MaxPicture)
	if err == nil && len(body) > conversation.MaxPicture {
		return nil, &provider.Error{Provider: "files", Kind: provider.Refused, Code: "too_large"}
	}
	return body, err
}
