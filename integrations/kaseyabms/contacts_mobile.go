package kaseyabms

import (
	"context"
	"net/http"
	"slices"

	"countersign/core/contactsearch"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// What can be done to one of a person's numbers. Kaseya publishes the numbers and not what they mean; its answer counts added, updated and deleted
// ones, in this order.
const (
	addPhone    = 0
	updatePhone = 1
)

// phoneChange is one change to a person's numbers.
type phoneChange struct {
	Operation      int    `json:"Operation"`
	PhoneNumber    string `json:"PhoneNumber"`
	NewPhoneNumber string `json:"NewPhoneNumber,omitempty"`
	TypeID         int    `json:"TypeId"`
	IsDefault      bool   `json:"IsDefault"`
}

// SetMobile sets the number that Contact shows as the mobile one, and makes one where there is none. A contact that has the number already stays
// unchanged. Kaseya BMS answers with the numbers after the change: it is an error where ours is not among them.
func (c *Client) SetMobile(ctx context.Context, contactID, number string) error {
	if !kit.IsE164(number) {
		return fail.Refused(kit.BadNumber)
	}
	row, err := c.contactRow(ctx, contactID)
	if err != nil {
		return err
	}
	held := row.phone(telephone.mobile)
	if held.number() == number {
		return nil
	}
	change := phoneChange{Operation: addPhone, PhoneNumber: number, IsDefault: row.phone(telephone.other) == nil}
	if held != nil {
		change = phoneChange{Operation: updatePhone, PhoneNumber: held.Phone, NewPhoneNumber: number, TypeID: held.PhoneTypeID, IsDefault: held.IsDefault}
	} else if change.TypeID, err = c.mobileType(ctx); err != nil {
		return err
	}
	var after struct {
		Phones []telephone `json:"phones"`
	}
	path := "/crm/contacts/" + contactID + "/phones"
	if err := c.send(ctx, integration.EditContacts, http.MethodPatch, path, []phoneChange{change}, &after); err != nil {
		return err
	}
	return c.settled(after.Phones, number)
}

// settled reports whether a number is among those that a change left. An answer that shows none tells nothing.
func (c *Client) settled(phones []telephone, number string) error {
	if len(phones) == 0 || slices.ContainsFunc(phones, func(t telephone) bool { return sameDigits(t.Phone, number) }) {
		return nil
	}
	return fail.Refused(codeMobileUnset)
}

func sameDigits(held, number string) bool {
	return contactsearch.Digits(held) == contactsearch.Digits(number)
}

// mobileType is the id of the type that a mobile number has: by the lookup table of types, else as other people's numbers have it.
func (c *Client) mobileType(ctx context.Context) (int, error) {
	rows, err := c.table(ctx, phoneTypes)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if mobileType.MatchString(row.Name) {
			return row.ID, nil
		}
	}
	var people []contactRow
	if err := c.get(ctx, integration.ReadContacts, contactsPath, paged(1), &people); err != nil {
		return 0, err
	}
	for _, one := range people {
		if held := one.phone(telephone.mobile); held != nil && held.PhoneTypeID > 0 {
			return held.PhoneTypeID, nil
		}
	}
	return 0, fail.Refused(codeNoMobileType)
}
