package syncro

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"countersign/core/psa"
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

// isList reports whether an answer holds a page at all: no list is not an empty one, and an empty page before the last is none either. Whoever is missing
// from a list is taken for deleted.
func isList[Row any](rows []Row, said meta, at place) bool {
	return rows != nil && (len(rows) > 0 || at.page >= said.TotalPages)
}

// shortestPage is the shortest page that Syncro documents, for pages that do not tell.
const shortestPage = 25

// place is where a list goes on: the number of the page, and how many rows the list had when it was last looked at, 0 where that was not told.
type place struct {
	page  int
	total int
}

// placeText is how a place is written: "3.2500".
var placeText = regexp.MustCompile(`^([1-9][0-9]{0,6})\.([0-9]{1,9})$`)

// placeOf reads where a list goes on. A place holds numbers only, so it can lead nowhere else.
func placeOf(from psa.Position) (place, error) {
	if from.Next == "" {
		return place{page: 1}, nil
	}
	found := placeText.FindStringSubmatch(from.Next)
	if found == nil {
		return place{}, refused(codeBadPosition)
	}
	page, _ := strconv.Atoi(found[1])
	total, _ := strconv.Atoi(found[2])
	return place{page: page, total: total}, nil
}

func (p place) query() url.Values { return url.Values{"page": {strconv.Itoa(p.page)}} }

// next is where the list goes on after a page. Pages are counted from the front: when rows were deleted meanwhile, those behind have moved up onto
// pages that were read already, so as many pages are read again. Without that somebody who stays would be taken for deleted.
func (p place) next(said meta, rows int) string {
	gone, size := p.total-said.TotalEntries, said.PerPage
	if size < 1 {
		size = shortestPage
	}
	after := place{page: p.page + 1, total: said.TotalEntries}
	switch {
	case said.TotalEntries > 0 && gone > 0 && p.page > 1:
		after.page = max(1, p.page-(gone+size-1)/size)
	case !said.more(p.page, rows):
		return ""
	}
	return strconv.Itoa(after.page) + "." + strconv.Itoa(after.total)
}

// number is an id; null and 0 are none. Syncro writes some of them as strings.
type number int64

// UnmarshalJSON lets anything that is no id pass as none: one odd reference must not hide a page.
func (n *number) UnmarshalJSON(raw []byte) error {
	*n = 0
	var text string
	if json.Unmarshal(raw, &text) != nil {
		text = string(raw)
	}
	if id, err := strconv.ParseInt(text, 10, 64); err == nil && id > 0 {
		*n = number(id)
	}
	return nil
}

func (n number) String() string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// idText is what an id looks like. It becomes part of paths.
var idText = regexp.MustCompile(`^[1-9][0-9]{0,14}$`)

// idOf reads an id that idText has judged.
func idOf(text string) number {
	id, _ := strconv.ParseInt(text, 10, 64)
	return number(id)
}

// timeOf reads a time; zero for none.
func timeOf(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}
