package fake

import (
	"slices"
	"strconv"
)

// ID is what records are known by: a whole number.
type ID interface{ ~int | ~int64 }

// Record is a row of a table.
type Record[Key ID] interface{ Key() Key }

// Table holds records by id, the oldest first. Records in a table are never changed, only replaced: they may be on their way to a client.
type Table[Key ID, Row Record[Key]] struct {
	Rows []Row
	Last Key // the largest id ever given
}

// Put adds a record, or replaces the one of its id.
func (t *Table[Key, Row]) Put(row Row) {
	at, found := t.find(row.Key())
	if found {
		t.Rows[at] = row
	} else {
		t.Rows = slices.Insert(t.Rows, at, row)
	}
	t.Last = max(t.Last, row.Key())
}

// Count is how many records there are.
func (t *Table[Key, Row]) Count() int { return len(t.Rows) }

// Bound drops the oldest records beyond so many, and calls drops with the id of each for what hangs from it.
func (t *Table[Key, Row]) Bound(kept int, drops ...func(Key)) {
	for len(t.Rows) > kept {
		oldest := t.Rows[0].Key()
		t.Drop(oldest)
		for _, drop := range drops {
			drop(oldest)
		}
	}
}

// Drop removes a record, if it is there.
func (t *Table[Key, Row]) Drop(id Key) {
	if at, found := t.find(id); found {
		t.Rows = slices.Delete(slices.Clone(t.Rows), at, at+1)
	}
}

// Get finds a record.
func (t *Table[Key, Row]) Get(id Key) (row Row, ok bool) {
	at, ok := t.find(id)
	if ok {
		row = t.Rows[at]
	}
	return row, ok
}

// Place is the id under which a record is to be put: that of a record that is there, and for "" the next one.
func (t *Table[Key, Row]) Place(id string) (Key, error) {
	if id == "" {
		return t.Last + 1, nil
	}
	number, _ := strconv.ParseInt(id, 10, 64)
	if _, ok := t.find(Key(number)); !ok {
		return 0, ErrNoRecord
	}
	return Key(number), nil
}

// Reference is the id of a record that another one names: 0 for "".
func (t *Table[Key, Row]) Reference(id string) (Key, error) {
	if id == "" {
		return 0, nil
	}
	return t.Place(id)
}

func (t *Table[Key, Row]) find(id Key) (at int, found bool) {
	return slices.BinarySearchFunc(t.Rows, id, func(row Row, id Key) int { return int(row.Key() - id) })
}

// After returns the rest of rows that stand by id: those whose ids are larger.
func After[Key ID, Row Record[Key]](rows []Row, id Key) []Row {
	at, there := slices.BinarySearchFunc(rows, id, func(row Row, id Key) int { return int(row.Key() - id) })
	if there {
		at++
	}
	return rows[at:]
}

// Threads hold what hangs from records, such as the notes of tickets: each thread the oldest first.
type Threads[Key ID, Row Record[Key]] struct {
	Kept int // rows of one thread, beyond which the oldest are forgotten; 0 for no bound
	Last Key // the largest id ever given to a row
	of   map[Key][]Row
}

// Add puts a row at the end of a record's thread.
func (t *Threads[Key, Row]) Add(of Key, row Row) {
	if t.of == nil {
		t.of = map[Key][]Row{}
	}
	held := append(slices.Clip(t.of[of]), row)
	if t.Kept > 0 {
		held = held[max(0, len(held)-t.Kept):]
	}
	t.of[of] = held
	t.Last = max(t.Last, row.Key())
}

// Of is a record's thread.
func (t *Threads[Key, Row]) Of(of Key) []Row { return t.of[of] }

// Drop forgets a record's thread.
func (t *Threads[Key, Row]) Drop(of Key) { delete(t.of, of) }
