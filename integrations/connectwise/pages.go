package connectwise

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// everyRow reads a list to its end, by numbered pages of the largest size, at most maxPages of them.
func everyRow[Row any](ctx context.Context, c *Client, right integration.Right, path string, query url.Values) ([]Row, error) {
	var all []Row
	query.Set("pageSize", strconv.Itoa(peoplePage))
	for page := 1; page <= maxPages; page++ {
		query.Set("page", strconv.Itoa(page))
		var rows []Row
		if err := c.get(ctx, right, path, query, &rows); err != nil {
			return nil, err
		}
		all = append(all, rows...)
		if len(rows) < peoplePage {
			break
		}
	}
	return all, nil
}

// pageOf reads one page of a list in the order of ids. Pages are forward-only: each asks for ids larger than the last one of the page before. So no row is
// left out when others come and go meanwhile, and ConnectWise need not count past the rows before. The place is a bare id, so it leads nowhere else.
func pageOf[Row any](ctx context.Context, c *Client, right integration.Right, path string, query url.Values, conditions []string, from directory.Position, id func(Row) int64) (rows []Row, next string, err error) {
	after := int64(0)
	if from.Next != "" {
		var ok bool
		if after, ok = parseID(from.Next); !ok {
			return nil, "", fail.Refused(kit.BadPosition)
		}
		query.Set("pageId", from.Next)
	}
	if !from.Since.IsZero() {
		conditions = append(conditions, "lastUpdated>=["+from.Since.UTC().Format(stamp)+"]")
	}
	if len(conditions) > 0 {
		query.Set("conditions", all(conditions))
	}
	query.Set("pageSize", strconv.Itoa(peoplePage))
	got, err := c.answer(ctx, request{right: right, method: http.MethodGet, path: path, query: query, ahead: true}, &rows)
	if err != nil {
		return nil, "", err
	}
	last := after
	for _, row := range rows {
		if id(row) <= last { // a server that does not page forward would be read for ever
			return nil, "", c.http.Unreadable(true)
		}
		last = id(row)
	}
	if len(rows) == peoplePage || len(rows) > 0 && strings.Contains(strings.Join(got.Header.Values("Link"), ","), `rel="next"`) {
		next = strconv.FormatInt(last, 10)
	}
	return rows, next, nil
}
