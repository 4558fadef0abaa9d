package connectwise

import (
	"context"
	"net/http"

	"countersign/core/psa"
)

// Delete removes a ticket for good.
func (c *Client) Delete(ctx context.Context, ticketID string) error {
	path, err := ticketPath(ticketID)
	if err != nil {
		return err
	}
	return c.call(ctx, request{right: psa.DeleteTickets, method: http.MethodDelete, path: path}, nil)
}
