package syncro

import (
	"context"
	"errors"
	"net/url"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// Contact reads a contact.
func (c *Client) Contact(ctx context.Context, id string) (directory.Contact, error) {
	row, err := c.contactRow(ctx, id)
	if err != nil {
		return directory.Contact{}, err
	}
	return row.contact(), nil
}

func (c *Client) contactRow(ctx context.Context, id string) (contactRow, error) {
	if !idText.MatchString(id) {
		return contactRow{}, fail.Absent(kit.BadID)
	}
	var row contactRow
	if err := c.get(ctx, integration.ReadContacts, "/contacts/"+id, nil, &row); err != nil {
		return contactRow{}, err
	}
	if row.ID == 0 {
		return contactRow{}, c.http.Unreadable(true)
	}
	return row, nil
}

// FindContacts looks contacts up by an address or a number. Syncro's lists of contacts cannot be filtered by either: its search over everything is
// asked, and each contact that it tells is read and judged by what stands there.
func (c *Client) FindContacts(ctx context.Context, email, phone string) ([]directory.Contact, error) {
	wanted, meant := []string{email}, kit.Meant(email, phone)
	if email == "" {
		wanted = kit.Spellings(phone)
	}
	if len(wanted) == 0 {
		return nil, fail.Refused(kit.BadNumber)
	}
	var out []directory.Contact
	seen := map[string]bool{}
	for _, text := range wanted {
		ids, err := c.search(ctx, text)
		if err != nil {
			return nil, err
		}
		for _, id := range ids[:min(len(ids), kit.MostFound)] {
			if seen[id] {
				continue
			}
			seen[id] = true
			found, err := c.Contact(ctx, id)
			switch {
			case errors.Is(err, ticket.ErrNotFound): // the search lags behind
			case err != nil:
				return nil, err
			case meant(found) && len(out) < kit.MostFound:
				out = append(out, found)
			}
		}
	}
	return out, nil
}

// search tells the ids of contacts that Syncro's search finds.
func (c *Client) search(ctx context.Context, text string) ([]string, error) {
	var got struct {
		Results []struct {
			Table struct {
				ID   number `json:"_id"`
				Type string `json:"_type"`
			} `json:"table"`
		} `json:"results"`
	}
	if err := c.get(ctx, integration.ReadCompanies, "/search", url.Values{"query": {text}}, &got); err != nil {
		return nil, err
	}
	var ids []string
	for _, one := range got.Results {
		if one.Table.Type == "contact" && one.Table.ID != 0 {
			ids = append(ids, one.Table.ID.String())
		}
	}
	return ids, nil
}
