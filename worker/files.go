package worker

import (
	"context"

	"github.com/google/uuid"

	"countersign/activities"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// NoFiles fetches nothing: whatever is to be attached fails, with that reason.
type NoFiles struct{}

var _ activities.Files = NoFiles{}

// Fetch implements activities.Files.
func (NoFiles) Fetch(context.Context, uuid.UUID, ticket.FileRef) ([]byte, error) {
	return nil, &provider.Error{Provider: "files", Kind: provider.Refused, Code: "files_not_fetched"}
}
