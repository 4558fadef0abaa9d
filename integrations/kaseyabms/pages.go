package kaseyabms

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// pageSize is how many rows we ask for at a time. Kaseya publishes no largest page.
const pageSize = 100

// pageOf reads one page of a list, by id.
func pageOf[Row any](ctx context.Context, c *Client, right integration.Right, path string, from directory.Position, id func(Row) int) (rows []Row, next string, err error) {
	at, ok := parsePlace(from.Next)
	if !ok {
		return nil, "", fail.Refused(kit.BadPosition)
	}
	number, size := at.page()
	query := url.Values{"PageSize": {strconv.Itoa(size)}, "PageNumber": {strconv.Itoa(number)}}
	if !from.Since.IsZero() {
		query.Set("Filter.ModifiedOnFrom", from.Since.UTC().Format(stamp))
	}
	total, err := c.sorted(ctx, request{right: right, method: http.MethodGet, path: path, query: query}, oldest, &rows)
	if err != nil {
		return nil, "", err
	}
	ids := make([]int, len(rows))
	for i, row := range rows {
		ids[i] = id(row)
	}
	step, ok := at.follow(ids, total, !c.unsorted.Load())
	switch {
	case !ok:
		return nil, "", c.http.Fail(provider.Unavailable, codeBadPaging)
	case !step.done:
		next = step.next.String()
	}
	return rows[step.known:], next, nil
}

// The orders of lists: pages hold together only where rows do not move between them. Kaseya does not publish how an order is written.
const (
	oldest = "Id ASC"
	newest = "Id DESC"
)

// sorted asks for a list in an order. A server that refuses to sort is asked again, and from then on, without one.
func (c *Client) sorted(ctx context.Context, r request, order string, into any) (total int, err error) {
	if c.unsorted.Load() {
		return c.call(ctx, r, into)
	}
	ordered := r
	ordered.query = with(r.query, "Sort", order)
	total, err = c.call(ctx, ordered, into)
	if err == nil || !saysNo(err) {
		return total, err
	}
	total, again := c.call(ctx, r, into)
	if again != nil {
		return 0, err
	}
	c.unsorted.Store(true)
	return total, nil
}

// saysNo reports whether an error is a refusal of what was asked, neither for want of a right nor of what is not there.
func saysNo(err error) bool {
	_, denied := errors.AsType[*integration.Denied](err)
	return !denied && !errors.Is(err, ticket.ErrNotFound) && provider.KindOf(err) == provider.Refused
}

// with is a query that asks for one thing more.
func with(query url.Values, name, value string) url.Values {
	out := url.Values{name: {value}}
	for other, values := range query {
		out[other] = values
	}
	return out
}

// paged asks for one page.
func paged(page int) url.Values {
	return url.Values{"PageSize": {strconv.Itoa(pageSize)}, "PageNumber": {strconv.Itoa(page)}}
}

// pagesRead bounds lists that are read to their end.
const pagesRead = 20

// everyRow reads a list that does not count its rows to its end; whole is false where it is longer than we read. The list ends where nothing is new:
// a server may have smaller pages than we ask for, or know of no pages and show the same rows again.
func everyRow[Row any](ctx context.Context, c *Client, right integration.Right, path string, id func(Row) int) (all []Row, whole bool, err error) {
	seen := map[int]bool{}
	for page := 1; page <= pagesRead; page++ {
		var rows []Row
		if err := c.get(ctx, right, path, paged(page), &rows); err != nil {
			return nil, false, err
		}
		before := len(all)
		for _, row := range rows {
			if !seen[id(row)] {
				seen[id(row)] = true
				all = append(all, row)
			}
		}
		if len(all) == before {
			return all, true, nil
		}
	}
	return all, false, nil
}
