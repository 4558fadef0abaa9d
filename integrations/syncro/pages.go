package syncro

import (
	"net/url"
	"strconv"

	"countersign/integrations/kit"
)

// meta is what a page says of its list. How long pages are is Syncro's to decide; it does not always tell how many rows there are in all.
type meta struct {
	TotalPages   int `json:"total_pages"`
	TotalEntries int `json:"total_entries"`
	PerPage      int `json:"per_page"`
}

// more reports whether another page follows a page of some rows.
func (m meta) more(page, rows int) bool {
	if m.TotalPages > 0 {
		return page < m.TotalPages
	}
	return rows > 0
}

// isList reports whether an answer holds a page. A missing list and an empty page before the last are none, because a contact that a list leaves out is
// taken for deleted.
func isList[Row any](rows []Row, said meta, at kit.Place) bool {
	return rows != nil && (len(rows) > 0 || at.Page >= said.TotalPages)
}

// shortestPage is the shortest page that Syncro documents, for pages that do not tell.
const shortestPage = 25

func pageQuery(at kit.Place) url.Values { return url.Values{"page": {strconv.Itoa(at.Page)}} }

// after is where a list goes on after a page of some rows.
func (m meta) after(at kit.Place, rows int) string {
	size := m.PerPage
	if size < 1 {
		size = shortestPage
	}
	return at.Next(m.TotalEntries, size, m.more(at.Page, rows))
}
