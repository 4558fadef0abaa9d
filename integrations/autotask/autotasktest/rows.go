package autotasktest

import (
	"maps"
	"strconv"
)

// Row is one record as its JSON shows it; what is empty stands in no row and is shown as null. Rows that stand in a table are never changed, only replaced:
// they may be on their way to a client.
type Row map[string]any

// Key is the id of a row.
func (r Row) Key() int { return int(r.number("id")) }

func (r Row) number(name string) float64 {
	n, ok := r[name].(float64)
	if !ok {
		return -1
	}
	return n
}

func (r Row) words(name string) string {
	text, _ := r[name].(string)
	return text
}

// idAt is an id that stands in a field, as text; "" for none.
func (r Row) idAt(name string) string {
	n, ok := r[name].(float64)
	if !ok {
		return ""
	}
	return strconv.Itoa(int(n))
}

func (r Row) clone() Row { return maps.Clone(r) }

// show is a row as an answer shows it: the fields that were asked for, all for none named. data never stands in an answer.
func (r Row) show(known fields, names []string) Row {
	out := Row{}
	if len(names) > 0 {
		for _, name := range names {
			out[name] = r[name]
		}
	} else {
		for name := range known {
			out[name] = r[name]
		}
		out["userDefinedFields"] = []any{}
	}
	delete(out, "data")
	return out
}
