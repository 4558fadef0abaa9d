package zendesk

import (
	"context"
	"net/http"

	"countersign/core/psa"
)

// Delete puts a ticket among the deleted ones, from where Zendesk removes it for good after thirty days.
func (c *Client) Delete(ctx context.Context, ticketID string) error {
	path, err := ticketPath(ticketID)
	if err != nil {
		return err
	}
	return c.call(ctx, request{right: psa.DeleteTickets, method: http.MethodDelete, path: path}, nil)
}
