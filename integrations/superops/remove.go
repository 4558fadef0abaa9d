package superops

import (
	"context"

	"countersign/core/psa"
	"countersign/integrations/kit"
)

// Delete moves a ticket to SuperOps' trash, which is emptied after 30 days.
func (c *Client) Delete(ctx context.Context, id string) error {
	if !digits.MatchString(id) {
		return fail.Absent(kit.BadID)
	}
	var got struct {
		Done *bool `json:"softDeleteTickets"`
	}
	err := c.ask(ctx, call{right: psa.DeleteTickets, document: trashTickets, input: []ticketID{{id}}, writes: true, seeks: true}, &got)
	switch {
	case err != nil:
		return err
	case got.Done == nil:
		return c.http.Unreadable(false)
	case !*got.Done:
		return fail.Absent(codeNoEntity)
	}
	return nil
}
