package halopsa

import (
	"context"
	"net/url"
	"strings"

	"countersign/core/contactsearch"
	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// Contact reads a user.
func (c *Client) Contact(ctx context.Context, contactID string) (directory.Contact, error) {
	row, err := c.userRow(ctx, contactID)
	if err != nil {
		return directory.Contact{}, err
	}
	return row.contact(), nil
}

func (c *Client) userRow(ctx context.Context, contactID string) (userRow, error) {
	return record[userRow](ctx, c, integration.ReadCompanies, "/Users/", contactID, func(row userRow) bool { return row.ID != 0 })
}

// record reads a record by its id; ticket.ErrNotFound for an id that none can have. there tells a record from what is none.
func record[Row any](ctx context.Context, c *Client, right integration.Right, folder, wanted string, there func(Row) bool) (Row, error) {
	var none Row
	if _, ok := parseID(wanted); !ok {
		return none, fail.Absent(kit.BadID)
	}
	var row *Row
	if err := c.get(ctx, right, folder+wanted, url.Values{"includedetails": {"true"}}, &row); err != nil {
		return none, err
	}
	if row == nil { // it says so as well by answering nothing
		return none, fail.Absent(kit.BadID)
	}
	if !there(*row) {
		return none, c.http.Unreadable(true)
	}
	return *row, nil
}

// FindContacts looks users up by an address or a number.
func (c *Client) FindContacts(ctx context.Context, email, phone string) ([]directory.Contact, error) {
	query := paged(1, pageSize, false)
	query.Set("includeactive", "true")
	query.Set("includeinactive", "true")
	same := func(row userRow) bool { return hasAddress(row, email) }
	if query.Set("search", email); email == "" {
		digits := contactsearch.Digits(phone)
		if len(digits) < fewestDigits {
			return nil, fail.Refused(kit.BadNumber)
		}
		same = func(row userRow) bool { return hasNumber(row, digits) }
		// However a number is written there, with its country or without, its end is the same.
		query.Set("search", digits[max(0, len(digits)-endDigits):])
		query.Set("search_phonenumbers", "true")
	}
	found, err := getList[userRow](ctx, c, integration.ReadCompanies, "/Users", "users", query)
	if err != nil {
		return nil, err
	}
	return kit.Pick(found.rows, same, userRow.contact), nil
}

const (
	fewestDigits = 7
	endDigits    = 9
)

func hasAddress(row userRow, email string) bool {
	for _, held := range []string{row.EmailAddress, row.Email2, row.Email3} {
		if strings.EqualFold(strings.TrimSpace(held), email) {
			return true
		}
	}
	return false
}

// hasNumber reports whether one of a user's own numbers is some digits, those of North America with or without their 1.
func hasNumber(row userRow, digits string) bool {
	home, american := strings.CutPrefix(digits, "1")
	for _, held := range []string{row.MobileNumber, row.MobileNumber2, row.PhoneNumber, row.HomeNumber} {
		if held = contactsearch.Digits(held); held == digits || american && len(home) == 10 && held == home {
			return true
		}
	}
	return false
}
