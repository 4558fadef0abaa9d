package connectwise

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"countersign/core/contactsearch"
	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// searchedLimit bounds how many people one search looks at.
const searchedLimit = 100

// Contact reads a person.
func (c *Client) Contact(ctx context.Context, id string) (directory.Contact, error) {
	row, err := c.contactRow(ctx, id)
	return row.contact(), err
}

func (c *Client) contactRow(ctx context.Context, id string) (row contactRow, err error) {
	path, err := contactPath(id)
	if err != nil {
		return row, err
	}
	if err := c.get(ctx, integration.ReadContacts, path, nil, &row); err != nil {
		return contactRow{}, err
	}
	if row.ID == 0 {
		return contactRow{}, c.http.Unreadable(true)
	}
	return row, nil
}

// contactPath is the path of a contact, or ticket.ErrNotFound for an impossible id.
func contactPath(id string) (string, error) {
	if _, ok := parseID(id); !ok {
		return "", fail.Absent(kit.BadID)
	}
	return "/company/contacts/" + id, nil
}

// FindContacts looks people up by an address or a number.
func (c *Client) FindContacts(ctx context.Context, email, phone string) ([]directory.Contact, error) {
	wanted, kind := kit.TypedSpellings(phone), "Phone"
	same := func(held string) bool { return contactsearch.SameNumber(held, wanted) }
	if email != "" {
		wanted, kind = []string{email}, "Email"
		same = func(held string) bool { return strings.EqualFold(strings.TrimSpace(held), email) }
	}
	if len(wanted) == 0 {
		return nil, fail.Refused(kit.BadNumber)
	}
	var any []string
	for _, one := range wanted {
		any = append(any, "communicationItems/value="+quote(one))
	}
	query := url.Values{
		"childConditions": {"communicationItems/communicationType=" + quote(kind) + " and (" + strings.Join(any, " or ") + ")"},
		"fields":          {contactFields}, "orderBy": {"id asc"}, "pageSize": {strconv.Itoa(searchedLimit)},
	}
	var rows []contactRow
	if err := c.get(ctx, integration.ReadContacts, "/company/contacts", query, &rows); err != nil {
		return nil, err
	}
	return kit.Pick(rows, func(row contactRow) bool { return has(row.Items, kind, same) }, contactRow.contact), nil
}

func has(items []communication, kind string, same func(string) bool) bool {
	for _, one := range items {
		if one.Kind == kind && same(one.Value) {
			return true
		}
	}
	return false
}
