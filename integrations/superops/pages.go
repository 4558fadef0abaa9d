package superops

import (
	"encoding/json"
	"strconv"

	"countersign/integrations/kit"
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

// count is a number that SuperOps also writes as a string: 98, "98". Any other value reads as 0.
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

// follows reports whether another page follows a page of some rows. A contact that a list leaves out is taken for deleted, so its end must be
// certain: by the count, or without one by a page that is not full.
func (t told) follows(page, rows int) bool {
	return t.HasMore || page*pageSize < int(t.Total) || t.Total == 0 && rows == pageSize
}

// after is where a list goes on after a page of some rows.
func (t told) after(at kit.Place, rows int) string {
	return at.Next(int(t.Total), pageSize, t.follows(at.Page, rows))
}
