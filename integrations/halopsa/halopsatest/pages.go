package halopsatest

import (
	"net/http"
	"strconv"
	"time"

	"countersign/integrations/fake"
)

// page is which rows of a list are asked for.
type page struct {
	from, size int
	falling    bool
}

// pageOf reads what a query says of pages. Without them the first rows are given.
func (s *Server) pageOf(c call) (page, bool) {
	number := func(name string, usual int) int {
		n, err := strconv.Atoi(c.query.Get(name))
		if err != nil {
			return usual
		}
		return n
	}
	if order := c.query.Get("order"); order != "" && order != "id" {
		s.refuse(c.w, c.r, http.StatusBadRequest, "unserved.order", "Only the order by id is served here.")
		return page{}, false
	}
	out := page{size: number("count", defaultPageSize), falling: c.query.Get("orderdesc") == "true"}
	if c.query.Get("pageinate") != "true" {
		if c.query.Has("page_no") || c.query.Has("page_size") {
			s.refuse(c.w, c.r, http.StatusBadRequest, "paging", "Pages are only given with pageinate=true.")
			return page{}, false
		}
		return out, true
	}
	out.size = number("page_size", defaultPageSize)
	no := number("page_no", 1)
	if out.size < 1 || out.size > maxPageSize || no < 1 {
		s.refuse(c.w, c.r, http.StatusBadRequest, "paging", "page_size is at most 100, and pages begin with 1.")
		return page{}, false
	}
	out.from = (no - 1) * out.size
	return out, true
}

// listed answers with one page of the rows, which stand by id, that are wanted; all are wanted where it is nil.
func listed[Row any](s *Server, c call, key string, rows []Row, wanted func(Row) bool, show func(Row) map[string]any) {
	want, ok := s.pageOf(c)
	if !ok {
		return
	}
	if wanted != nil {
		var some []Row
		for _, row := range rows {
			if wanted(row) {
				some = append(some, row)
			}
		}
		rows = some
	}
	shown := []map[string]any{}
	for i := want.from; i < min(want.from+want.size, len(rows)); i++ {
		at := i
		if want.falling {
			at = len(rows) - 1 - i
		}
		shown = append(shown, show(rows[at]))
	}
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"record_count": len(rows), "page_no": want.from/max(want.size, 1) + 1, "page_size": want.size, key: shown})
}

// changedWithin is the filter by the last change; nil where none is asked for.
func (c call) changedWithin() func(time.Time) bool {
	from, since := parseDate(c.query.Get("lastupdatefromdate"))
	to, until := parseDate(c.query.Get("lastupdatetodate"))
	if !since && !until {
		return nil
	}
	return func(at time.Time) bool { return (!since || !at.Before(from)) && (!until || !at.After(to)) }
}

// is reports whether a flag is set.
func (c call) is(name string) bool { return c.query.Get(name) == "true" }

// number is a number of the query; 0 for none.
func (c call) number(name string) int {
	n, _ := strconv.Atoi(c.query.Get(name))
	return n
}

// shownAt is how Halo writes a time.
func shownAt(at time.Time) string {
	if at.IsZero() {
		return noDate
	}
	return at.UTC().Format(stamp)
}
