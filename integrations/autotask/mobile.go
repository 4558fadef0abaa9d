package autotask

import (
	"context"
	"net/http"
	"regexp"

	"countersign/core/psa"
)

// e164 is how a number comes to us (ITU-T E.164).
var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// SetMobile sets a person's mobile number. Autotask lets people be changed only below their company. Whoever has the number already is left as they are.
func (c *Client) SetMobile(ctx context.Context, contactID, number string) error {
	if !e164.MatchString(number) {
		return refused(codeBadNumber)
	}
	held, err := c.contactRow(ctx, contactID)
	if err != nil {
		return err
	}
	if held.MobilePhone == number {
		return nil
	}
	if held.CompanyID == nil {
		return refused(codeNoCompany)
	}
	change := struct {
		ID          int64  `json:"id"`
		MobilePhone string `json:"mobilePhone"`
	}{held.ID, number}
	_, err = c.send(ctx, request{right: psa.EditContacts, method: http.MethodPatch, path: "/Companies/" + idText(held.CompanyID) + "/Contacts", one: true}, change)
	return err
}
