package kaseyabmstest

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// The page sizes: what is given where none is asked for, and the most that is given.
const (
	usualPage   = 25
	largestPage = 100
)

// order is how a list may be asked to stand.
var order = regexp.MustCompile(`(?i)^Id( ASC| DESC)?$`)

// valueOf is a query's value by its name in any case.
func valueOf(query url.Values, name string) string {
	for given, values := range query {
		if strings.EqualFold(given, name) {
			return values[0]
		}
	}
	return ""
}

// page answers one page of a list, with how many rows it has in all where it counts them. Pages are numbered from 1.
// Some fields of rows may be hidden.
func (s *Server) page(w http.ResponseWriter, r *http.Request, rows []Row, counted bool, hidden ...string) {
	query := r.URL.Query()
	size, number := usualPage, 1
	for _, one := range []struct {
		name string
		into *int
	}{{"PageSize", &size}, {"PageNumber", &number}} {
		if given := valueOf(query, one.name); given != "" {
			*one.into, _ = strconv.Atoi(given)
		}
	}
	if size < 1 || size > largestPage || number < 1 {
		s.refuse(w, r, "page", "PageSize must be from 1 to 100 and PageNumber at least 1.")
		return
	}
	sort := valueOf(query, "Sort")
	if sort != "" && !order.MatchString(sort) {
		s.refuse(w, r, "sort", "The list cannot be sorted so.")
		return
	}
	total := len(rows)
	from := min((number-1)*size, total)
	until := min(from+size, total)
	shown := rows[from:until]
	if strings.HasSuffix(strings.ToUpper(sort), " DESC") {
		shown = slices.Clone(rows[total-until : total-from])
		slices.Reverse(shown)
	}
	said := answer{Success: true, Result: without(shown, hidden)}
	if counted {
		said.TotalRecords = &total
	}
	fake.SendJSON(w, http.StatusOK, said)
}

// without are rows that lack some fields.
func without(rows []Row, names []string) []Row {
	if len(names) == 0 && rows != nil {
		return rows
	}
	out := make([]Row, len(rows))
	for i, row := range rows {
		out[i] = row.clone()
		for _, name := range names {
			delete(out[i], name)
		}
	}
	return out
}

// filter decides whether a row fits a value of a query.
type filter func(row Row, value string) bool

// filtered are the rows that fit a query. Filters that are asked for and that this fake does not know are a violation.
func (s *Server) filtered(w http.ResponseWriter, r *http.Request, rows []Row, known map[string]filter) ([]Row, bool) {
	var asked []func(Row) bool
	for name, values := range r.URL.Query() {
		if !strings.HasPrefix(strings.ToLower(name), "filter.") || values[0] == "" {
			continue
		}
		fits, ok := known[strings.ToLower(name)]
		if !ok {
			s.refuse(w, r, "filter", "The sandbox cannot filter by "+name+".")
			return nil, false
		}
		asked = append(asked, func(row Row) bool { return fits(row, values[0]) })
	}
	if len(asked) == 0 {
		return rows, true
	}
	var out []Row
	for _, row := range rows {
		if !slices.ContainsFunc(asked, func(fits func(Row) bool) bool { return !fits(row) }) {
			out = append(out, row)
		}
	}
	return out, true
}

func contains(name string) filter {
	return func(row Row, value string) bool {
		return strings.Contains(strings.ToLower(row.words(name)), strings.ToLower(value))
	}
}

func equals(name string) filter {
	return func(row Row, value string) bool { return strconv.Itoa(row.int(name)) == value }
}

// oneOf takes ids with commas between them.
func oneOf(name string) filter {
	return func(row Row, value string) bool {
		return slices.Contains(strings.Split(value, ","), strconv.Itoa(row.int(name)))
	}
}

func isFlag(name string) filter {
	return func(row Row, value string) bool { return (row[name] == true) == (value == "true") }
}

func since(name string) filter {
	return func(row Row, value string) bool {
		at, _ := timeOf(value)
		return row.words(name) >= at.Format(stamp)
	}
}

func until(name string) filter {
	return func(row Row, value string) bool {
		at, _ := timeOf(value)
		return row.words(name) <= at.Format(stamp)
	}
}
