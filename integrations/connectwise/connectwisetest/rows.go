package connectwisetest

import (
	"encoding/json"
	"maps"
	"strings"
)

// Row is one record as its JSON shows it. Rows that stand in a table are never changed, only replaced: they may be on their way to a client.
type Row map[string]any

// rowOf makes a row of any value, so that all numbers in it are of one type.
func rowOf(value any) Row {
	raw, err := json.Marshal(value)
	if err != nil {
		panic(err) // only plain values are made into rows
	}
	var row Row
	if err := json.Unmarshal(raw, &row); err != nil {
		panic(err)
	}
	return row
}

// Key is the id of a row.
func (r Row) Key() int {
	id, _ := r["id"].(float64)
	return int(id)
}

// at is what stands at a path: "summary", "company/id"; "lastUpdated" and "dateEntered" stand in _info. nil for nothing.
func (r Row) at(path string) any {
	first, rest, nested := strings.Cut(path, "/")
	if _, ok := stamps[path]; ok {
		first, rest, nested = "_info", path, true
	}
	if !nested {
		return r[first]
	}
	switch inner := r[first].(type) {
	case map[string]any:
		return inner[rest]
	case Row:
		return inner[rest]
	}
	return nil
}

// only is a row with some of its fields; all for none named.
func (r Row) only(paths []string) Row {
	if len(paths) == 0 {
		return r
	}
	out := Row{}
	for _, path := range paths {
		first, _, _ := strings.Cut(path, "/")
		if value, ok := r[first]; ok {
			out[first] = value
		}
	}
	return out
}

func (r Row) clone() Row { return maps.Clone(r) }

// ref is a reference to a row.
func (r Row) ref() map[string]any {
	named := map[string]any{"id": r["id"], "name": r["name"]}
	if identifier, ok := r["identifier"]; ok {
		named["identifier"] = identifier
	}
	if first, ok := r["firstName"].(string); ok {
		last, _ := r["lastName"].(string)
		named["name"] = strings.TrimSpace(first + " " + last)
	}
	return named
}
