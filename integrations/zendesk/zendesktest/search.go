package zendesktest

import (
	"fmt"
	"net/http"
	"slices"

	"countersign/integrations/fake"
)

// tests makes one test of a search; it refuses one that cannot be understood.
func tests[Row any](s *Server, c call, test func(term) func(Row) bool) (func(Row) bool, bool) {
	terms, err := parseSearch(c.query.Get("query"))
	var all []func(Row) bool
	for _, one := range terms {
		holds := test(one)
		if holds == nil {
			err = fmt.Errorf("%s%s%s cannot be searched for", one.property, one.operator, one.value)
			break
		}
		all = append(all, holds)
	}
	if err != nil || len(terms) == 0 {
		s.refuse(c.w, c.r, http.StatusUnprocessableEntity, "search", problem{Error: "invalid", Description: fmt.Sprint("Invalid search: ", err)})
		return nil, false
	}
	return func(row Row) bool {
		return !slices.ContainsFunc(all, func(holds func(Row) bool) bool { return !holds(row) })
	}, true
}

// turned is a numbered page of rows that were found.
func turned[Row any](s *Server, c call, rows []Row) ([]Row, bool) {
	size, page := c.number("per_page", largestPage), c.number("page", 1)
	if size*page > searchable {
		s.refuse(c.w, c.r, http.StatusUnprocessableEntity, "page", problem{Error: "invalid", Description: "Invalid search: Requested response size was greater than Search Response Limits"})
		return nil, false
	}
	begin := min((page-1)*size, len(rows))
	return rows[begin:min(begin+size, len(rows))], true
}

// search finds tickets; this fake searches for nothing else here.
func (s *Server) search(c call) {
	test, ok := tests(s, c, ticketTest)
	if !ok {
		return
	}
	if by, order := c.query.Get("sort_by"), c.query.Get("sort_order"); by != "" && by != "created_at" || order != "" && order != "desc" {
		s.refuse(c.w, c.r, http.StatusUnprocessableEntity, "sort", problem{Error: "invalid", Description: "Invalid search: sort"})
		return
	}
	var found []*ticket
	for _, one := range s.tickets.Rows {
		if !one.Deleted && test(one) {
			found = append(found, one)
		}
	}
	slices.SortStableFunc(found, func(a, b *ticket) int {
		if a.Created != b.Created {
			return int(b.Created - a.Created)
		}
		return int(b.ID - a.ID)
	})
	page, ok := turned(s, c, found)
	if !ok {
		return
	}
	shown := make([]map[string]any, len(page))
	for i, one := range page {
		shown[i] = one.json()
		shown[i]["result_type"] = "ticket"
	}
	out := s.beside(c, page)
	out["results"], out["count"], out["next_page"], out["previous_page"] = shown, len(found), nil, nil
	fake.SendJSON(c.w, http.StatusOK, out)
}
