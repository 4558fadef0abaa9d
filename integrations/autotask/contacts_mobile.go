package autotask

import (
	"context"
	"net/http"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// SetMobile sets a contact's mobile number. Autotask changes contacts only below their company. A contact that has the number already stays unchanged.
func (c *Client) SetMobile(ctx context.Context, contactID, number string) error {
	if !kit.IsE164(number) {
		return fail.Refused(kit.BadNumber)
	}
	held, err := c.contactRow(ctx, contactID)
	if err != nil {
		return err
	}
	if held.MobilePhone == number {
		return nil
	}
	if held.CompanyID == nil {
		return fail.Refused(kit.NoCompany)
	}
	change := struct {
		ID          int64  `json:"id"`
		MobilePhone string `json:"mobilePhone"`
	}{held.ID, number}
	_, err = c.send(ctx, request{right: integration.EditContacts, method: http.MethodPatch, path: "/Companies/" + idText(held.CompanyID) + "/Contacts", one: true}, change)
	return err
}
