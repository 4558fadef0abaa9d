package kaseyabms

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"countersign/core/provider"
	"countersign/core/psa"
)

// pageSize is how many rows we ask for at a time. Kaseya publishes no largest page.
const pageSize = 100

// place is where a list goes on: by the number of a page, how many rows a page was found to have, and how many rows the list had in all.
type place struct{ page, size, total int }

// String writes a place as psa.Page.Next holds it. It names no host and no path, so it can lead nowhere else.
func (p place) String() string {
	return strconv.Itoa(p.page) + "-" + strconv.Itoa(p.size) + "-" + strconv.Itoa(p.total)
}

// parsePlace reads what String wrote. The beginning of a list is page 1 of pages as large as we ask for.
func parsePlace(next string) (place, bool) {
	if next == "" {
		return place{page: 1, size: pageSize}, true
	}
	parts := strings.Split(next, "-")
	if len(parts) != 3 {
		return place{}, false
	}
	page, ok1 := parseID(parts[0])
	size, ok2 := parseID(parts[1])
	total, ok3 := parseID(parts[2])
	return place{page, size, total}, ok1 && ok2 && ok3 && size <= pageSize
}

// follow decides where a list goes on after a page of rows; done says that nothing is left, and ok is false where pages do not add up. Pages are
// numbered, so rows that vanish from pages before let later ones move up: then the list goes back by as many pages as the missing ones fill.
func (p place) follow(rows, total int) (next place, done, ok bool) {
	if p.page == 1 && rows < pageSize && rows < total {
		p.size = rows // the server's largest page is smaller than what we ask for
	}
	switch {
	case rows == 0 && (p.page-1)*max(p.size, 1) < total: // counted, and not shown: pages begin elsewhere, or are cut
		return place{}, false, false
	case total == 0: // not counted: the list ends with a page that is not full
		return place{p.page + 1, p.size, p.page * p.size}, rows < p.size, true
	case total < p.total:
		gone := p.total - total
		return place{max(1, p.page-(gone+p.size-1)/p.size), p.size, total}, false, true
	}
	return place{p.page + 1, p.size, total}, p.page*p.size >= total, true
}

// pageOf reads one page of a list, by id.
func pageOf[Row any](ctx context.Context, c *Client, right psa.Right, path string, from psa.Position) (rows []Row, next string, err error) {
	at, ok := parsePlace(from.Next)
	if !ok {
		return nil, "", refused(codeBadPosition)
	}
	query := paged(at.page)
	if !from.Since.IsZero() {
		query.Set("Filter.ModifiedOnFrom", from.Since.UTC().Format(stamp))
	}
	total, err := c.call(ctx, request{right: right, method: http.MethodGet, path: path, query: query}, &rows)
	if err != nil {
		return nil, "", err
	}
	after, done, ok := at.follow(len(rows), total)
	switch {
	case !ok:
		return nil, "", c.wire.Fail(provider.Unavailable, codeBadPaging)
	case !done:
		next = after.String()
	}
	return rows, next, nil
}

// paged asks for one page.
func paged(page int) url.Values {
	return url.Values{"PageSize": {strconv.Itoa(pageSize)}, "PageNumber": {strconv.Itoa(page)}}
}

// pagesRead bounds lists that are read to their end.
const pagesRead = 20

// everyRow reads a list that does not count its rows to its end; whole is false where it is longer than we read. A server may not know of pages and
// show the same rows again: the list ends where nothing is new.
func everyRow[Row any](ctx context.Context, c *Client, right psa.Right, path string, id func(Row) int) (all []Row, whole bool, err error) {
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
		if len(rows) < pageSize || len(all) == before {
			return all, true, nil
		}
	}
	return all, false, nil
}
