package zendesk

import (
	"context"
	"net/url"
	"strconv"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// Contact reads a person. It returns ticket.ErrNotFound for an agent and for a deleted user, whom Zendesk still shows.
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
	meant := kit.Meant(email, phone)
	if email != "" {
		return c.findPeople(ctx, []string{"email:" + quote(email)}, meant)
	}
	wanted := kit.Spellings(phone)
	if len(wanted) == 0 {
		return nil, fail.Refused(kit.BadNumber)
	}
	// A star before the last digits finds the number in every notation.
	ending := wanted[len(wanted)-1]
	queries := []string{"phone:*" + ending}
	if c.mobileField != "" {
		queries = append(queries, c.mobileField+":*"+ending)
	}
	return c.findPeople(ctx, queries, meant)
}

// findPeople runs some searches and tests every result, because a server may ignore the filter.
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
