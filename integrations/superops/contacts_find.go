package superops

import (
	"context"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// Contact reads a requester.
func (c *Client) Contact(ctx context.Context, id string) (directory.Contact, error) {
	row, err := c.user(ctx, id)
	if err != nil {
		return directory.Contact{}, err
	}
	rows := []userRow{row}
	if err := c.associate(ctx, rows); err != nil {
		return directory.Contact{}, err
	}
	return c.contact(rows[0]), nil
}

func (c *Client) user(ctx context.Context, id string) (userRow, error) {
	if !digits.MatchString(id) {
		return userRow{}, fail.Absent(kit.BadID)
	}
	var got struct {
		User *userRow `json:"getClientUser"`
	}
	err := c.ask(ctx, call{right: integration.ReadContacts, document: askUser, input: map[string]string{"userId": id}, seeks: true}, &got)
	switch {
	case err != nil:
		return userRow{}, err
	case got.User == nil:
		return userRow{}, fail.Absent(codeNoEntity)
	case got.User.UserID == "":
		return userRow{}, c.http.Unreadable(true)
	}
	return *got.User, nil
}

// FindContacts looks requesters up by an address or a number. A number is looked for as it is and as screens store it.
func (c *Client) FindContacts(ctx context.Context, email, phone string) ([]directory.Contact, error) {
	wanted := []condition{is("email", email)}
	if email == "" {
		wanted = c.reachedAt(phone)
	}
	if len(wanted) == 0 {
		return nil, fail.Refused(kit.BadNumber)
	}
	rows, _, err := c.users(ctx, listInfo{Page: 1, PageSize: pageSize, Condition: joined("OR", wanted)})
	if err != nil {
		return nil, err
	}
	meant := kit.Meant(email, phone)
	return kit.Pick(rows, func(row userRow) bool { return meant(c.contact(row)) }, c.contact), nil
}

// reachedAt are conditions: a requester who has the number meets one of them.
func (c *Client) reachedAt(number string) []condition {
	var any []condition
	for _, spelling := range kit.TypedSpellings(number) {
		any = append(any, is("contactNumber", spelling))
		if c.mobileField != "" && !strings.EqualFold(c.mobileField, contactNumberField) {
			any = append(any, is("customFields."+c.mobileField, spelling))
		}
	}
	return any
}
