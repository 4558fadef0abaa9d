package zendesk

import (
	"context"
	"net/url"
	"strconv"

	"countersign/core/integration"
)

// every reads a list to its end, by cursor.
func every[Row any](ctx context.Context, c *Client, right integration.Right, path string, query url.Values, rows func(listAnswer) []Row) ([]Row, error) {
	var all []Row
	at := place{kind: listed}
	query.Set("page[size]", strconv.Itoa(pageSize))
	for range maxPages {
		var got listAnswer
		if err := c.get(ctx, right, path, query, &got); err != nil {
			return nil, err
		}
		all = append(all, rows(got)...)
		next, err := c.after(got.Meta, at)
		if err != nil || next == "" {
			return all, err
		}
		at, _ = parsePlace(next)
		query.Set("page[after]", at.at)
	}
	return all, nil
}

// listAnswer is a page of any list that is read whole.
type listAnswer struct {
	Groups     []named    `json:"groups"`
	UserFields []fieldRow `json:"user_fields"`
	Fields     []fieldRow `json:"ticket_fields"`
	Meta       meta       `json:"meta"`
}

// fieldRow is a field of people or of tickets.
type fieldRow struct {
	Key     string `json:"key"`
	Type    string `json:"type"`
	Active  bool   `json:"active"`
	Options []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"system_field_options"`
}
