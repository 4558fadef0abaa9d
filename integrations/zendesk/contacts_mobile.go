package zendesk

import (
	"context"
	"net/http"

	"countersign/core/contactsearch"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// SetMobile sets the number that Contact shows as the mobile one. A contact that has the number already stays unchanged. Where another person has
// it too, Zendesk marks it as shared by itself.
func (c *Client) SetMobile(ctx context.Context, contactID, number string) error {
	if !kit.IsE164(number) {
		return fail.Refused(kit.BadNumber)
	}
	user, _, err := c.person(ctx, contactID)
	if err != nil || c.mobileOf(user) == number {
		return err
	}
	change := map[string]any{"phone": number}
	if c.mobileField != "" {
		change = map[string]any{"user_fields": map[string]string{c.mobileField: number}}
	}
	var got struct {
		User userRow `json:"user"`
	}
	put := request{right: integration.EditContacts, method: http.MethodPut, path: "/users/" + contactID}
	if err := c.send(ctx, put, map[string]any{"user": change}, &got); err != nil {
		return err
	}
	switch {
	case got.User.ID == 0:
		return c.http.Unreadable(false)
	case contactsearch.Digits(c.mobileOf(got.User)) != contactsearch.Digits(number):
		return fail.Refused(codeNotTaken) // Zendesk leaves out fields that it does not know
	}
	return nil
}
