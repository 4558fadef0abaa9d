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

// CutPage cuts rows that were read with limit+1 down to a page; next is the cursor of its last row, "" on the last page.
func CutPage[T any](rows []T, limit int, cursor func(T) string) (page []T, next string) {
	if len(rows) <= limit {
		return rows, ""
	}
	return rows[:limit], cursor(rows[limit-1])
}
