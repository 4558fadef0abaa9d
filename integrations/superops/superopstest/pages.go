package superopstest

import (
	"slices"
	"strings"
)

// listed answers a page of a list as input asks for it. at makes the row of an index; kind is the type of the rows.
func listed(kind, under string, input shown, size int, at func(int) shown) (any, *trouble) {
	page, length, failed := window(input)
	if failed != nil {
		return nil, failed
	}
	condition, _ := input["condition"].(shown)
	if failed := judgeCondition(kind, condition, 0); failed != nil {
		return nil, failed
	}
	order, failed := orderOf(kind, input["sort"])
	if failed != nil {
		return nil, failed
	}
	var rows []shown
	total := size
	first := (page - 1) * length
	if condition == nil && order == nil {
		for i := min(first, size); i < min(first+length, size); i++ {
			rows = append(rows, at(i))
		}
	} else {
		for i := range size {
			if row := at(i); condition == nil || holds(condition, row) {
				rows = append(rows, row)
			}
		}
		if order != nil {
			slices.SortStableFunc(rows, order)
		}
		total = len(rows)
		rows = rows[min(first, total):min(first+length, total)]
	}
	out := make([]any, len(rows))
	for i, row := range rows {
		out[i] = row
	}
	return shown{under: out, "listInfo": shown{"page": page, "pageSize": length, "hasMore": first+length < total, "totalCount": total}}, nil
}

func window(input shown) (page, length int, failed *trouble) {
	page, length = 1, maxPageSize
	if given, ok := input["page"].(float64); ok {
		page = int(given)
	}
	if given, ok := input["pageSize"].(float64); ok {
		length = int(given)
	}
	switch {
	case page < 1 || page > 1_000_000:
		return 0, 0, wrong(badPattern, "page")
	case length < 1 || length > maxPageSize:
		return 0, 0, wrong(badPattern, "pageSize")
	}
	return page, length, nil
}

// isAttribute reports whether rows of a type can be filtered or ordered by a path.
func isAttribute(kind, path string) bool {
	first, rest, nested := strings.Cut(path, ".")
	known, ok := schema[kind].fields[first]
	if !nested {
		return ok && scalars[known.kind.name] && known.kind.name != "JSON"
	}
	return ok && (within[first][rest] || within[first]["*"])
}

func judgeCondition(kind string, c shown, depth int) *trouble {
	operands, joins := c["operands"].([]any)
	operator, _ := c["operator"].(string)
	attribute, _ := c["attribute"].(string)
	with, _ := c["joinOperator"].(string)
	_, several := c["value"].([]any)
	switch {
	case c == nil:
		return nil
	case depth > deepest:
		return wrong(badType, "condition")
	case joins:
		if with != "AND" && with != "OR" || len(operands) == 0 || attribute != "" || operator != "" {
			return wrong(badPattern, "joinOperator")
		}
		for _, one := range operands {
			part, ok := one.(shown)
			if !ok {
				return wrong(badType, "operands")
			}
			if failed := judgeCondition(kind, part, depth+1); failed != nil {
				return failed
			}
		}
		return nil
	case !isAttribute(kind, attribute):
		return wrong(unknown, "attribute")
	case !operators[operator] || with != "":
		return wrong(unknown, "operator")
	case several != strings.HasSuffix(operator, "ncludes"):
		return wrong(badType, "value")
	}
	return nil
}

// holds reports whether a condition holds for a row. Texts are compared without case.
func holds(c, row shown) bool {
	if operands, ok := c["operands"].([]any); ok {
		for _, one := range operands {
			if holds(one.(shown), row) == (c["joinOperator"] == "OR") {
				return c["joinOperator"] == "OR"
			}
		}
		return c["joinOperator"] == "AND"
	}
	held, wanted := strings.ToLower(valueAt(row, c["attribute"].(string))), strings.ToLower(wordOf(c["value"]))
	among := false
	if several, ok := c["value"].([]any); ok {
		among = slices.ContainsFunc(several, func(one any) bool { return strings.ToLower(wordOf(one)) == held })
	}
	switch c["operator"] {
	case "is":
		return held == wanted
	case "isNot":
		return held != wanted
	case "isEmpty":
		return held == ""
	case "isNotEmpty":
		return held != ""
	case "startsWith":
		return strings.HasPrefix(held, wanted)
	case "endsWith":
		return strings.HasSuffix(held, wanted)
	case "contains":
		return strings.Contains(held, wanted)
	case "notContains":
		return !strings.Contains(held, wanted)
	case "includes":
		return among
	case "notIncludes":
		return !among
	case "after":
		return held > wanted // times are written so that they sort
	}
	return held < wanted
}

func valueAt(row shown, path string) string {
	first, rest, nested := strings.Cut(path, ".")
	if !nested {
		return wordOf(row[first])
	}
	inner, _ := row[first].(shown)
	return wordOf(inner[rest])
}

// orderOf compares rows by the attributes that a list is sorted by; nil for none.
func orderOf(kind string, sort any) (func(a, b shown) int, *trouble) {
	given, _ := sort.([]any)
	for _, one := range given {
		by, _ := one.(shown)
		attribute, _ := by["attribute"].(string)
		if !isAttribute(kind, attribute) {
			return nil, wrong(unknown, "sort")
		}
	}
	if len(given) == 0 {
		return nil, nil
	}
	return func(a, b shown) int {
		for _, one := range given {
			by := one.(shown)
			order := strings.Compare(valueAt(a, by["attribute"].(string)), valueAt(b, by["attribute"].(string)))
			if wordOf(by["order"]) == "DESC" {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return 0
	}, nil
}
