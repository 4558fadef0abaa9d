package autotask

import (
	"context"

	"countersign/core/directory"
	"countersign/core/integration"
)

// Contact reads a person.
func (c *Client) Contact(ctx context.Context, id string) (directory.Contact, error) {
	row, err := item[contactRow](ctx, c, integration.ReadContacts, "Contacts", id, func(row contactRow) int64 { return row.ID })
	if err != nil {
		return directory.Contact{}, err
	}
	return row.contact(), nil
}
