package connectwisetest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// asked is what the query of a list asks for.
type asked struct {
	meets  test
	order  []order
	fields []string
	page   int
	size   int
	after  int  // pageId: only rows with a larger id
	ahead  bool // forward-only paging
}

type order struct {
	path    string
	falling bool
}

// lists serves a list of rows; rows is called with the lock held.
func (s *Server) lists(rows func() []Row, known fields) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.list(w, r, rows, known, listParameters)
	}
}

func (s *Server) list(w http.ResponseWriter, r *http.Request, rows func() []Row, known fields, parameters []string) {
	want, rule, err := parseAsked(r, known, parameters)
	if err != nil {
		s.refuse(w, r, http.StatusBadRequest, rule, problem{Code: "ConnectWiseApi", Message: err.Error()})
		return
	}
	s.Lock()
	found := want.filter(rows())
	s.Unlock()
	want.sort(found)
	page, links := want.cut(found, here(r))
	if len(links) > 0 {
		w.Header().Set("Link", strings.Join(links, ", "))
	}
	out := make([]Row, len(page))
	for i, row := range page {
		out[i] = row.only(want.fields)
	}
	send(w, http.StatusOK, out)
}

// counts serves the number of rows that meet conditions.
func (s *Server) counts(rows func() []Row, known fields) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		want, rule, err := parseAsked(r, known, listParameters[:3])
		if err != nil {
			s.refuse(w, r, http.StatusBadRequest, rule, problem{Code: "ConnectWiseApi", Message: err.Error()})
			return
		}
		s.Lock()
		found := len(want.filter(rows()))
		s.Unlock()
		send(w, http.StatusOK, map[string]int{"count": found})
	}
}

// parseAsked reads a query strictly; with an error comes the name of the rule that was broken.
func parseAsked(r *http.Request, known fields, parameters []string) (want asked, rule string, err error) {
	query := r.URL.Query()
	for name, values := range query {
		if !slices.Contains(parameters, name) {
			return want, "unknown_parameter", fmt.Errorf("%s is not a parameter of this endpoint.", name)
		}
		if len(values) > 1 {
			return want, "repeated_parameter", fmt.Errorf("%s is given more than once.", name)
		}
	}
	for _, unserved := range []string{"childConditions", "customFieldConditions"} {
		if query.Get(unserved) != "" {
			return want, "unserved." + unserved, errors.New(unserved + " are not served here.")
		}
	}
	want = asked{meets: func(Row) bool { return true }, page: 1, size: defaultPageSize, ahead: r.Header.Get("pagination-type") == "forward-only"}
	if given := query.Get("conditions"); given != "" {
		if want.meets, err = parseConditions(given, known); err != nil {
			return want, "conditions", err
		}
	}
	if want.order, err = parseOrder(query.Get("orderBy"), known); err != nil {
		return want, "order_by", err
	}
	if given := query.Get("fields"); given != "" {
		want.fields = strings.Split(given, ",")
		for _, path := range want.fields {
			first, _, _ := strings.Cut(path, "/")
			if _, ok := known[first]; !ok && first != "_info" {
				return want, "fields", fmt.Errorf("%s is not a field.", path)
			}
		}
	}
	for _, one := range []struct {
		name      string
		into      *int
		low, high int
	}{{"page", &want.page, 1, 1 << 30}, {"pageSize", &want.size, 1, maxPageSize}, {"pageId", &want.after, 0, 1 << 31}} {
		if err := wholeNumber(query, one.name, one.into, one.low, one.high); err != nil {
			return want, "paging", err
		}
	}
	return want, "", nil
}

func wholeNumber(query url.Values, name string, into *int, low, high int) error {
	if !query.Has(name) {
		return nil
	}
	n, err := strconv.Atoi(query.Get(name))
	if err != nil || n < low || n > high {
		return fmt.Errorf("%s must be a whole number between %d and %d.", name, low, high)
	}
	*into = n
	return nil
}

// parseOrder reads "lastUpdated desc,id"; rows stand by id otherwise.
func parseOrder(given string, known fields) ([]order, error) {
	if given == "" {
		return []order{{path: "id"}}, nil
	}
	var orders []order
	for part := range strings.SplitSeq(given, ",") {
		words := strings.Fields(part)
		if len(words) == 0 || len(words) > 2 {
			return nil, fmt.Errorf("%q is not an order.", part)
		}
		if _, ok := known.find(words[0]); !ok {
			return nil, fmt.Errorf("%s is not a field to order by.", words[0])
		}
		one := order{path: words[0]}
		if len(words) == 2 {
			direction := strings.ToLower(words[1])
			if direction != "asc" && direction != "desc" {
				return nil, fmt.Errorf("%s is not a direction.", words[1])
			}
			one.falling = direction == "desc"
		}
		orders = append(orders, one)
	}
	return orders, nil
}

// filter takes the rows, which stand by id, that meet the conditions. Forward-only pages need no more than one row beyond their own.
func (a asked) filter(rows []Row) []Row {
	if a.ahead {
		rows = fake.After(rows, a.after)
	}
	var found []Row
	for _, row := range rows {
		if a.meets(row) {
			found = append(found, row)
		}
		if a.ahead && a.byID() && len(found) > a.size {
			break
		}
	}
	return found
}

// byID reports whether the rows are asked for in the order in which they stand.
func (a asked) byID() bool { return a.order[0] == order{path: "id"} }

func (a asked) sort(rows []Row) {
	if a.byID() {
		return
	}
	slices.SortStableFunc(rows, func(left, right Row) int {
		for _, by := range a.order {
			l, r := left.at(by.path), right.at(by.path)
			sorted, _ := compareValues(l, r)
			switch {
			case l == nil && r != nil:
				sorted = -1
			case r == nil && l != nil:
				sorted = 1
			}
			if by.falling {
				sorted = -sorted
			}
			if sorted != 0 {
				return sorted
			}
		}
		return 0
	})
}

// cut takes the page that was asked for, with the links to others.
func (a asked) cut(rows []Row, here *url.URL) (page []Row, links []string) {
	link := func(rel, name string, value int) {
		target := *here
		query := target.Query()
		query.Set("pageSize", strconv.Itoa(a.size))
		query.Set(name, strconv.Itoa(value))
		target.RawQuery = query.Encode()
		links = append(links, "<"+target.String()+`>; rel="`+rel+`"`)
	}
	if a.ahead {
		page = rows[:min(a.size, len(rows))]
		if len(page) < len(rows) {
			link("next", "pageId", page[len(page)-1].Key())
		}
		return page, links
	}
	start := min((a.page-1)*a.size, len(rows))
	page = rows[start:min(start+a.size, len(rows))]
	if last := (len(rows) + a.size - 1) / a.size; a.page < last {
		link("next", "page", a.page+1)
		link("last", "page", last)
	}
	return page, links
}

// here is the address to which a request came.
func here(r *http.Request) *url.URL {
	at, err := url.Parse(fake.Origin(r) + r.URL.EscapedPath())
	if err != nil {
		panic(err) // it was read from the request's own line
	}
	at.RawQuery = r.URL.RawQuery
	return at
}
