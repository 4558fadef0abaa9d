package autotasktest

import (
	"maps"
	"slices"
	"strconv"
)

// Row is one record as its JSON shows it; what is empty stands in no row and is shown as null. Rows that stand in a table are never changed, only replaced:
// they may be on their way to a client.
type Row map[string]any

func (r Row) id() int { return int(r.number("id")) }

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

// table holds rows by id, the oldest first.
type table struct {
	rows []Row
	last int // the largest id ever given
}

func (t *table) put(row Row) {
	at, found := t.find(row.id())
	if found {
		t.rows[at] = row
	} else {
		t.rows = slices.Insert(t.rows, at, row)
	}
	t.last = max(t.last, row.id())
}

func (t *table) drop(id int) {
	if at, found := t.find(id); found {
		t.rows = slices.Delete(slices.Clone(t.rows), at, at+1)
	}
}

func (t *table) find(id int) (at int, found bool) {
	return slices.BinarySearchFunc(t.rows, id, func(row Row, id int) int { return row.id() - id })
}

func (t *table) row(id int) (Row, bool) {
	at, found := t.find(id)
	if !found {
		return nil, false
	}
	return t.rows[at], true
}
