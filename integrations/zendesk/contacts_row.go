package zendesk

import (
	"encoding/json"
	"strings"

	"countersign/core/contactsearch"
	"countersign/core/directory"
	"countersign/integrations/kit"
)

// contacts converts the users of a page to contacts. It leaves out agents, and deleted users unless the page is one of a list of changes.
func (c *Client) contacts(got usersAnswer, deleted bool) []directory.Contact {
	numbers := map[int64][]string{}
	for _, one := range got.Identities {
		if one.Type == "phone_number" {
			numbers[one.UserID] = append(numbers[one.UserID], one.Value)
		}
	}
	rows := make([]directory.Contact, 0, len(got.Users))
	for _, user := range got.Users {
		if user.Role == endUser && (deleted || !user.gone()) {
			rows = append(rows, c.contact(user, numbers[user.ID]))
		}
	}
	return rows
}

func (u userRow) gone() bool { return u.Active != nil && !*u.Active }

// contact is a person with the numbers that hang from them. Zendesk has no field for a mobile: the phone counts as one, unless the MSP keeps
// mobiles in a user field of its own.
func (c *Client) contact(user userRow, numbers []string) directory.Contact {
	out := directory.Contact{
		ID: kit.IDText(user.ID), CompanyID: kit.IDText(user.OrganizationID), Name: strings.TrimSpace(user.Name), Email: strings.TrimSpace(user.Email),
		Mobile: c.mobileOf(user), Active: !user.Suspended && !user.gone(), UpdatedAt: kit.ParseTime(user.UpdatedAt),
	}
	if c.mobileField != "" {
		out.Phone = strings.TrimSpace(user.Phone)
	}
	for _, one := range numbers {
		if out.Phone == "" && contactsearch.Digits(one) != contactsearch.Digits(out.Mobile) {
			out.Phone = strings.TrimSpace(one)
		}
	}
	return out
}

// mobileOf is the number that counts as a person's mobile.
func (c *Client) mobileOf(user userRow) string {
	if c.mobileField == "" {
		return strings.TrimSpace(user.Phone)
	}
	var held string
	if json.Unmarshal(user.UserFields[c.mobileField], &held) != nil {
		return "" // a field of numbers or choices holds no number that can be called
	}
	return strings.TrimSpace(held)
}
