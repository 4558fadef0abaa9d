package connectwise

import (
	"context"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// Contact reads a person.
func (c *Client) Contact(ctx context.Context, id string) (directory.Contact, error) {
	if _, ok := parseID(id); !ok {
		return directory.Contact{}, fail.Absent(kit.BadID)
	}
	var row contactRow
	if err := c.get(ctx, integration.ReadContacts, "/company/contacts/"+id, nil, &row); err != nil {
		return directory.Contact{}, err
	}
	if row.ID == 0 {
		return directory.Contact{}, c.http.Unreadable(true)
	}
	return row.contact(), nil
}
