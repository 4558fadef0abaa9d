package store

import (
	"errors"

	"github.com/google/uuid"
)

// ErrCursor is returned for a cursor that names no row of the list: begin again with the first page.
var ErrCursor = errors.New("store: the cursor names no row of this list")

// ReadCursor reads a cursor: the id of the last row of a page. The place of that row is looked up again, so no name travels in a URL that is logged.
func ReadCursor(cursor string) (uuid.UUID, error) {
	id, err := uuid.Parse(cursor)
	if err != nil {
		return uuid.Nil, ErrCursor
	}
	return id, nil
}

const (
	defaultPage = 50
	largestPage = 200
)

// PageSize is how many rows a page holds when a caller asks for some: 50 without a wish, 200 at most.
func PageSize(asked int) int {
	if asked <= 0 {
		return defaultPage
	}
	return min(asked, largestPage)
}

// Page is one page of a list.
type Page[T any] struct {
	Items []T
	Next  string // the cursor of the following page; "" on the last
}

// CutPage cuts rows that were read with limit+1 down to a page. Its cursor is that of its last row.
func CutPage[T any](rows []T, limit int, cursor func(T) string) Page[T] {
	if len(rows) <= limit {
		return Page[T]{Items: rows}
	}
	return Page[T]{rows[:limit], cursor(rows[limit-1])}
}

// Only is the one item of a list that was read by an id; ErrNotFound when there is none.
func Only[T any](list []T, err error) (T, error) {
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return *new(T), err
	}
	return list[0], nil
}

// InOrder lists what was read by ids in their order, without those that were not found.
func InOrder[T any](ids []uuid.UUID, byID map[uuid.UUID]*T) []T {
	list := make([]T, 0, len(byID))
	for _, id := range ids {
		if item := byID[id]; item != nil {
			list = append(list, *item)
		}
	}
	return list
}

// ReadPage makes a page of ids, or of rows, one of what they stand for.
func ReadPage[From, To any](page Page[From], read func(items []From) ([]To, error)) (Page[To], error) {
	items, err := read(page.Items)
	return Page[To]{items, page.Next}, err
}
