package halopsa

import (
	"context"

	"countersign/core/directory"
	"countersign/core/integration"
)

// Contact reads a user.
func (c *Client) Contact(ctx context.Context, id string) (directory.Contact, error) {
	row, err := record[userRow](ctx, c, integration.ReadCompanies, "/Users/", id, func(row userRow) bool { return row.ID != 0 })
	if err != nil {
		return directory.Contact{}, err
	}
	return row.contact(), nil
}
