package superops

import (
	"encoding/json"
	"regexp"
	"strconv"

	"countersign/core/psa"
)

// pageSize is the largest page that SuperOps gives.
const pageSize = 100

// listInfo asks for a page of a list.
type listInfo struct {
	Page      int        `json:"page"`
	PageSize  int        `json:"pageSize"`
	Condition *condition `json:"condition,omitempty"`
	Sort      []sorting  `json:"sort,omitempty"`
}

type sorting struct {
	Attribute string `json:"attribute"`
	Order     string `json:"order"`
}

// condition filters a list: one comparison, or several joined.
type condition struct {
	Attribute string      `json:"attribute,omitempty"`
	Operator  string      `json:"operator,omitempty"`
	Value     any         `json:"value,omitempty"`
	Join      string      `json:"joinOperator,omitempty"`
	Operands  []condition `json:"operands,omitempty"`
}

func is(attribute string, value any) condition {
	return condition{Attribute: attribute, Operator: "is", Value: value}
}

// joined is all of some conditions (AND) or any (OR); nil for none.
func joined(with string, parts []condition) *condition {
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return &parts[0]
	}
	return &condition{Join: with, Operands: parts}
}

// told is what a page says of its list.
type told struct {
	HasMore bool  `json:"hasMore"`
	Total   count `json:"totalCount"`
}

// isList reports whether an answer holds a page at all: no list is not an empty one, and an empty page that promises more is none either.
func isList[Row any](rows []Row, said told) bool {
	return rows != nil && (len(rows) > 0 || !said.HasMore)
}

// count is a number that SuperOps also writes as a string: 98, "98". Whatever is none reads as 0.
type count int

// UnmarshalJSON takes both.
func (c *count) UnmarshalJSON(raw []byte) error {
	*c = 0
	var text string
	if json.Unmarshal(raw, &text) != nil {
		text = string(raw)
	}
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		*c = count(n)
	}
	return nil
}

// follows reports whether another page follows a page of some rows. Whoever is missing from a list is taken for deleted, so its end must be told: by the
// count, or where that is not there by a page that is not full.
func (t told) follows(page, rows int) bool {
	return t.HasMore || page*pageSize < int(t.Total) || t.Total == 0 && rows == pageSize
}

// place is where a list goes on: the number of the page, and how many rows the list had when it was last looked at.
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

// next is where the list goes on after a page. Pages are counted from the front: when rows were deleted meanwhile, those behind have moved up onto
// pages that were read already, so as many pages are read again. Without that somebody who stays would be taken for deleted.
func (p place) next(said told, rows int) string {
	gone := p.total - int(said.Total)
	after := place{page: p.page + 1, total: int(said.Total)}
	switch {
	case said.Total > 0 && gone > 0 && p.page > 1:
		after.page = max(1, p.page-(gone+pageSize-1)/pageSize)
	case !said.follows(p.page, rows):
		return ""
	}
	return strconv.Itoa(after.page) + "." + strconv.Itoa(after.total)
}
