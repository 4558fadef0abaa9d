package kaseyabms

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"countersign/core/contactsearch"
	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// Contact reads a person.
func (c *Client) Contact(ctx context.Context, id string) (directory.Contact, error) {
	row, err := c.contactRow(ctx, id)
	return row.contact(), err
}

func (c *Client) contactRow(ctx context.Context, id string) (row contactRow, err error) {
	if _, ok := parseID(id); !ok {
		return row, fail.Absent(kit.BadID)
	}
	if _, err := c.call(ctx, request{right: integration.ReadContacts, method: http.MethodGet, path: contactsPath + "/" + id, bare: true}, &row); err != nil {
		return contactRow{}, err
	}
	if row.ID == 0 {
		return contactRow{}, fail.Absent(codeNobody)
	}
	return row, nil
}

// FindContacts looks people up by an address or a number.
func (c *Client) FindContacts(ctx context.Context, email, phone string) ([]directory.Contact, error) {
	wanted, filter := spellings(phone), "Filter.Phone"
	has := func(row contactRow) bool {
		return slices.ContainsFunc(row.Phones, func(t telephone) bool { return sameNumber(t.Phone, wanted) })
	}
	if email != "" {
		wanted, filter = []string{email}, "Filter.Email"
		has = func(row contactRow) bool {
			return slices.ContainsFunc(row.Emails, func(m mailbox) bool { return strings.EqualFold(strings.TrimSpace(m.EmailAddress), email) })
		}
	}
	if len(wanted) == 0 {
		return nil, fail.Refused(kit.BadNumber)
	}
	var out []directory.Contact
	told := map[int]bool{}
	for _, one := range wanted {
		rows, err := c.filtered(ctx, filter, one)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			// Kaseya BMS also finds parts of a value, and a server may ignore the filter.
			if len(out) < kit.MostFound && !told[row.ID] && has(row) {
				told[row.ID] = true
				out = append(out, row.contact())
			}
		}
	}
	return out, nil
}

// filtered is the first page of those people to whom a filter applies.
func (c *Client) filtered(ctx context.Context, filter, value string) (rows []contactRow, err error) {
	err = c.get(ctx, integration.ReadContacts, contactsPath, with(paged(1), filter, value), &rows)
	return rows, err
}

// spellings are the ways in which a number may stand in Kaseya BMS, which keeps what people type: as it is, as bare digits, without the 1 of North
// America, and, where they wrote something between the digits, at least the last four together.
func spellings(number string) []string {
	digits := contactsearch.Digits(number)
	if len(digits) < 7 {
		return nil
	}
	return append(append([]string{number}, kit.Spellings(number)...), digits[len(digits)-4:])
}

// sameNumber reports whether a number that stands in Kaseya BMS is one of some spellings. The last of them are four digits that many numbers have.
func sameNumber(held string, wanted []string) bool {
	return contactsearch.SameNumber(held, wanted[:len(wanted)-1])
}
