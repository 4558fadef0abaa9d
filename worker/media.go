package worker

import (
	"context"

	"github.com/google/uuid"

	"countersign/activities"
	"countersign/core/conversation"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// Files brings what is to be attached to a ticket from the provider that holds it.
type Files struct{ Media activities.MediaFetcher }

var _ activities.Files = Files{}

// Fetch implements activities.Files. What has grown beyond what is taken since it was looked at is refused.
func (f Files) Fetch(ctx context.Context, _ uuid.UUID, file ticket.FileRef) ([]byte, error) {
	_, body, err := f.Media.Fetch(ctx, file.URL, conversation.MaxPicture)
	if err == nil && len(body) > conversation.MaxPicture {
		return nil, &provider.Error{Provider: "files", Kind: provider.Refused, Code: "too_large"}
	}
	return body, err
}
