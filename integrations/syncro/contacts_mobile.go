package syncro

import (
	"context"
	"net/http"

	"countersign/core/contactsearch"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// change is the body of a changed contact. Syncro requires the name in every change.
type change struct {
	Name   string `json:"name"`
	Mobile string `json:"mobile"`
}

// SetMobile sets a contact's mobile number. A contact that has the number already stays unchanged.
func (c *Client) SetMobile(ctx context.Context, contactID, mobile string) error {
	if !kit.IsE164(mobile) {
		return fail.Refused(kit.BadNumber)
	}
	row, err := c.contactRow(ctx, contactID)
	if err != nil || contactsearch.Digits(row.Mobile) == contactsearch.Digits(mobile) { // Syncro may keep the digits alone
		return err
	}
	var made contactRow
	if err := c.send(ctx, integration.EditContacts, http.MethodPut, "/contacts/"+contactID, change{Name: row.Name, Mobile: mobile}, &made); err != nil {
		return err
	}
	if made.ID == 0 {
		return c.http.Unreadable(false)
	}
	return nil
}
