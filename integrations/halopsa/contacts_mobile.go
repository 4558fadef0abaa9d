package halopsa

import (
	"context"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// SetMobile sets a user's mobile number. It reads the user first: an update of a missing user might make a new one. A user who has the
// number already stays unchanged.
func (c *Client) SetMobile(ctx context.Context, contactID, number string) error {
	if !kit.IsE164(number) {
		return fail.Refused(kit.BadNumber)
	}
	row, err := c.userRow(ctx, contactID)
	if err != nil || row.MobileNumber == number {
		return err
	}
	change := struct {
		ID           id     `json:"id"`
		MobileNumber string `json:"mobilenumber"`
	}{row.ID, number}
	var changed userRow
	if err := c.post(ctx, integration.EditContacts, "/Users", change, &changed); err != nil {
		return err
	}
	if changed.ID != row.ID {
		return c.http.Unreadable(false)
	}
	return nil
}
