package autotask

import (
	"context"
	"fmt"
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
	if err != nil {
		return directory.Contact{}, err
	}
	return row.contact(), nil
}

func (c *Client) contactRow(ctx context.Context, id string) (contactRow, error) {
	return item[contactRow](ctx, c, integration.ReadContacts, "Contacts", id, func(row contactRow) int64 { return row.ID })
}

// item reads one record: null stands for one that is not there.
func item[Row any](ctx context.Context, c *Client, right integration.Right, entity, id string, own func(Row) int64) (Row, error) {
	var none Row
	number, err := record(id)
	if err != nil {
		return none, err
	}
	var found struct {
		Item *Row `json:"item"`
	}
	if err := c.get(ctx, right, "/"+entity+"/"+id, &found); err != nil {
		return none, err
	}
	if found.Item == nil {
		return none, fail.Absent(codeMissing)
	}
	if own(*found.Item) != number {
		return none, c.http.Unreadable(true)
	}
	return *found.Item, nil
}

// FindContacts looks people up by an address or a number.
func (c *Client) FindContacts(ctx context.Context, email, phone string) ([]directory.Contact, error) {
	fields, wanted := []string{"mobilePhone", "phone", "alternatePhone"}, spellings(phone)
	same := func(row contactRow) bool {
		return contactsearch.SameNumber(row.MobilePhone, wanted) || contactsearch.SameNumber(row.Phone, wanted) || contactsearch.SameNumber(row.AlternatePhone, wanted)
	}
	if email != "" {
		fields, wanted = []string{"emailAddress", "emailAddress2", "emailAddress3"}, []string{email}
		same = func(row contactRow) bool {
			return sameAddress(row.EmailAddress, email) || sameAddress(row.EmailAddress2, email) || sameAddress(row.EmailAddress3, email)
		}
	}
	if len(wanted) == 0 {
		return nil, fail.Refused(kit.BadNumber)
	}
	var items []filter
	for _, field := range fields {
		for _, one := range wanted {
			items = append(items, is(field, one))
		}
	}
	q := question{Filter: []filter{anyOf(items...)}, IncludeFields: contactFields, MaxRecords: searchedLimit}
	rows, _, err := queryPage[contactRow](ctx, c, integration.ReadContacts, "Contacts", q, "")
	if err != nil {
		return nil, err
	}
	return kit.Pick(rows, same, contactRow.contact), nil
}

func sameAddress(held, wanted string) bool { return strings.EqualFold(strings.TrimSpace(held), wanted) }

// spellings are the ways in which people write a number that Autotask keeps as it was typed: as it is, as bare digits, and as in North America.
func spellings(number string) []string {
	digits := contactsearch.Digits(number)
	if digits == "" {
		return nil
	}
	out := []string{number, digits}
	if home, american := strings.CutPrefix(digits, "1"); american && len(home) == 10 {
		area, office, line := home[:3], home[3:6], home[6:]
		out = append(out, home)
		for _, form := range []string{"%s-%s-%s", "(%s) %s-%s", "%s.%s.%s", "%s %s %s"} {
			local := fmt.Sprintf(form, area, office, line)
			out = append(out, local, "1-"+local, "1 "+local, "+1 "+local)
		}
	}
	return out
}

// names reads what some records are called, by their ids.
func names[Row any](ctx context.Context, c *Client, right integration.Right, entity string, ids []int64, called func(Row) (int64, string), fields ...string) (map[string]string, error) {
	rows, err := everyOf[Row](ctx, c, right, entity, "id", ids, fields...)
	out := map[string]string{}
	for _, row := range rows {
		id, name := called(row)
		out[strconv.FormatInt(id, 10)] = name
	}
	return out, err
}
