package autotasktest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// test reports whether a row meets a condition.
type test func(Row) bool

func all(tests []test) test {
	return func(row Row) bool {
		for _, one := range tests {
			if !one(row) {
				return false
			}
		}
		return true
	}
}

func either(tests []test) test {
	return func(row Row) bool { return slices.ContainsFunc(tests, func(one test) bool { return one(row) }) }
}

// parseFilters reads conditions strictly and counts them; wrong says what is wrong.
func parseFilters(list []any, known fields) (tests []test, conditions int, wrong string) {
	for _, one := range list {
		given, ok := one.(map[string]any)
		if !ok {
			return nil, 0, "A condition must be an object."
		}
		made, count, wrong := parseFilter(given, known)
		if wrong != "" {
			return nil, 0, wrong
		}
		tests, conditions = append(tests, made), conditions+count
	}
	return tests, conditions, ""
}

func parseFilter(given map[string]any, known fields) (test, int, string) {
	for name := range given {
		if !slices.Contains([]string{"op", "field", "value", "items"}, name) {
			return nil, 0, name + " is no part of a condition that is served here."
		}
	}
	op, _ := given["op"].(string)
	if op == "and" || op == "or" {
		items, ok := given["items"].([]any)
		if !ok || len(items) == 0 || given["field"] != nil {
			return nil, 0, "A group needs items and nothing else."
		}
		tests, count, wrong := parseFilters(items, known)
		if op == "or" {
			return either(tests), count, wrong
		}
		return all(tests), count, wrong
	}
	name, _ := given["field"].(string)
	field, ok := known[name]
	if !ok || field.kind == binary {
		return nil, 0, fmt.Sprintf("Unable to find %s in the entity.", name)
	}
	made, count, wrong := parseCondition(op, name, field, given["value"])
	return made, count, wrong
}

func parseCondition(op, name string, field field, value any) (test, int, string) {
	switch op {
	case "exist", "notExist":
		if value != nil {
			return nil, 0, op + " takes no value."
		}
		return func(row Row) bool { return (row[name] != nil) == (op == "exist") }, 1, ""
	case "in", "notIn":
		values, ok := value.([]any)
		if !ok || len(values) == 0 || len(values) > maxConditions {
			return nil, 0, op + " takes a list of 1 to 500 values."
		}
		for _, one := range values {
			if wrong := unfit(field, one); wrong != "" {
				return nil, 0, name + " " + wrong
			}
		}
		return func(row Row) bool {
			return slices.ContainsFunc(values, func(one any) bool { return compare(row[name], one) == 0 }) == (op == "in")
		}, len(values), ""
	}
	if wrong := unfit(field, value); wrong != "" {
		return nil, 0, name + " " + wrong
	}
	if wanted, ok := value.(string); ok && field.kind == date {
		at, _ := parseTime(wanted)
		value = stamped(at)
	}
	compares, ok := comparisons[op]
	if ok {
		return func(row Row) bool {
			return row[name] != nil && compares(compare(row[name], value)) || row[name] == nil && op == "noteq"
		}, 1, ""
	}
	finds, ok := searches[op]
	if !ok || field.kind != text {
		return nil, 0, fmt.Sprintf("%q is no operator of %s.", op, name)
	}
	wanted := strings.ToLower(value.(string))
	return func(row Row) bool { return finds(strings.ToLower(row.words(name)), wanted) }, 1, ""
}

// unfit says why a value cannot be compared with a field.
func unfit(field field, value any) string {
	if value == nil {
		return "needs a value"
	}
	field.max = 0
	return field.check(value)
}

var comparisons = map[string]func(int) bool{
	"eq": func(n int) bool { return n == 0 }, "noteq": func(n int) bool { return n != 0 }, "gt": func(n int) bool { return n > 0 }, "gte": func(n int) bool { return n >= 0 },
	"lt": func(n int) bool { return n < 0 }, "lte": func(n int) bool { return n <= 0 },
}

var searches = map[string]func(held, wanted string) bool{"beginsWith": strings.HasPrefix, "endsWith": strings.HasSuffix, "contains": strings.Contains}

// compare orders two values of one kind; texts without regard to case. 2 for values that cannot be compared.
func compare(held, wanted any) int {
	switch wanted := wanted.(type) {
	case float64:
		if held, ok := held.(float64); ok {
			return cmp.Compare(held, wanted)
		}
	case string:
		if held, ok := held.(string); ok {
			return cmp.Compare(strings.ToLower(held), strings.ToLower(wanted))
		}
	case bool:
		if held, ok := held.(bool); ok && held == wanted {
			return 0
		}
	}
	return 2
}
