package zendesk

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

// Contact reads a person. An agent is none, and neither is somebody who was deleted, whom Zendesk goes on to show.
func (c *Client) Contact(ctx context.Context, id string) (directory.Contact, error) {
	_, found, err := c.person(ctx, id)
	return found, err
}

func (c *Client) person(ctx context.Context, id string) (userRow, directory.Contact, error) {
	if _, ok := parseID(id); !ok {
		return userRow{}, directory.Contact{}, fail.Absent(kit.BadID)
	}
	var got struct {
		User       userRow       `json:"user"`
		Identities []identityRow `json:"identities"`
	}
	if err := c.get(ctx, integration.ReadContacts, "/users/"+id, url.Values{"include": {"identities"}}, &got); err != nil {
		return userRow{}, directory.Contact{}, err
	}
	if got.User.ID == 0 {
		return userRow{}, directory.Contact{}, c.http.Unreadable(true)
	}
	rows := c.contacts(usersAnswer{Users: []userRow{got.User}, Identities: got.Identities}, false)
	if len(rows) == 0 {
		return userRow{}, directory.Contact{}, fail.Absent("RecordNotFound")
	}
	return got.User, rows[0], nil
}

// FindContacts looks people up by an address or a number.
func (c *Client) FindContacts(ctx context.Context, email, phone string) ([]directory.Contact, error) {
	if email != "" {
		return c.findPeople(ctx, []string{"email:" + quote(email)}, func(one directory.Contact) bool { return strings.EqualFold(one.Email, email) })
	}
	wanted := kit.Spellings(phone)
	if len(wanted) == 0 {
		return nil, fail.Refused(kit.BadNumber)
	}
	// A star before the last digits finds a number whatever stands before and between them.
	ending := wanted[len(wanted)-1]
	queries := []string{"phone:*" + ending}
	if c.mobileField != "" {
		queries = append(queries, c.mobileField+":*"+ending)
	}
	return c.findPeople(ctx, queries, func(one directory.Contact) bool {
		return sameNumber(one.Mobile, wanted) || sameNumber(one.Phone, wanted)
	})
}

// findPeople asks some searches. Who is told of is decided here: a server that searches in its own way must not make anybody somebody else.
func (c *Client) findPeople(ctx context.Context, queries []string, same func(directory.Contact) bool) ([]directory.Contact, error) {
	var out []directory.Contact
	seen := map[string]bool{}
	for _, query := range queries {
		var got usersAnswer
		asked := url.Values{"query": {"role:" + endUser + " " + query}, "per_page": {strconv.Itoa(pageSize)}, "include": {"identities"}}
		if err := c.get(ctx, integration.ReadContacts, "/users/search", asked, &got); err != nil {
			return nil, err
		}
		for _, one := range c.contacts(got, false) {
			if !seen[one.ID] && len(out) < kit.MostFound && same(one) {
				seen[one.ID] = true
				out = append(out, one)
			}
		}
	}
	return out, nil
}

// sameNumber reports whether a number that stands in Zendesk is one of some spellings, whatever is written between its digits.
func sameNumber(held string, wanted []string) bool {
	digits := contactsearch.Digits(held)
	for _, one := range wanted {
		if digits == one {
			return true
		}
	}
	return false
}
