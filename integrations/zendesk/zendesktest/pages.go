package zendesktest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
)

// mark is what a cursor of a list holds: the id of the last row before.
type mark struct {
	Order string `json:"o"`
	Value int64  `json:"v"`
}

func (m mark) cursor() string {
	raw, err := json.Marshal(m)
	if err != nil {
		panic(err) // a word and a number can be written
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// meta is how a list by cursor goes on.
type meta struct {
	HasMore      bool    `json:"has_more"`
	AfterCursor  *string `json:"after_cursor"`
	BeforeCursor *string `json:"before_cursor"`
}

// pageOf is a run of rows that stand by id, upwards or downwards; ok is false for a cursor that was never given, which it answers.
func pageOf[Row any](s *Server, c call, rows []Row, id func(Row) int64, wanted func(Row) bool, down bool) (page []Row, m meta, ok bool) {
	after, order := int64(0), "id"
	if down {
		after, order = 1<<62, "-id"
	}
	if given := c.query.Get("page[after]"); given != "" {
		var at mark
		raw, err := base64.StdEncoding.DecodeString(given)
		if err != nil || json.Unmarshal(raw, &at) != nil || at.Order != order {
			s.refuse(c.w, c.r, http.StatusBadRequest, "cursor", badParameter("InvalidPaginationParameter", "page[after] is not valid"))
			return nil, meta{}, false
		}
		after = at.Value
	}
	size := c.number("page[size]", largestPage)
	begin := 0
	if !down { // rows stand by id: what was shown already is skipped at once
		begin = firstAfter(rows, id, after)
	}
	for i := begin; i < len(rows); i++ {
		row := rows[i]
		if down {
			row = rows[len(rows)-1-i]
		}
		if down && id(row) >= after || !wanted(row) {
			continue
		}
		if len(page) == size {
			next := mark{order, id(page[size-1])}.cursor()
			return page, meta{HasMore: true, AfterCursor: &next}, true
		}
		page = append(page, row)
	}
	return page, m, true
}

func firstAfter[Row any](rows []Row, id func(Row) int64, after int64) int {
	low, high := 0, len(rows)
	for low < high {
		middle := (low + high) / 2
		if id(rows[middle]) <= after {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

func all[Row any](Row) bool { return true }

// of a search, sideloads are named within what they belong to: tickets(users,groups).
var within = regexp.MustCompile(`^(?:tickets|users)\((.*)\)$`)

// parts are the sideloads that are asked for.
func parts(include string) []string {
	if inner := within.FindStringSubmatch(include); inner != nil {
		include = inner[1]
	}
	return strings.FieldsFunc(include, func(r rune) bool { return r == ',' })
}

func (c call) includes(what string) bool {
	for _, one := range parts(c.query.Get("include")) {
		if one == what {
			return true
		}
	}
	return false
}
