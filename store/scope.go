package store

import (
	"errors"
	"slices"

	"github.com/google/uuid"
)

// Ref names something.
type Ref struct {
	ID   uuid.UUID
	Name string
}

// Actor is who did something.
type Actor struct {
	Kind string // user | api_key | system | contact | operator
	ID   uuid.UUID
	Name string
}

// Scope is what an actor may see. The zero value sees every company.
type Scope struct {
	Limited   bool
	Companies []uuid.UUID // with Limited
}

// Allows reports whether a company may be seen.
func (sc Scope) Allows(company uuid.UUID) bool {
	return !sc.Limited || slices.Contains(sc.Companies, company)
}

// companies is the list for a query; never nil, which Postgres would take for "unknown".
func (sc Scope) companies() []uuid.UUID {
	return append([]uuid.UUID{}, sc.Companies...)
}

// ErrCursor is returned for a cursor that names no place in the list (any more): begin again from the first page.
var ErrCursor = errors.New("store: this cursor leads nowhere")

// A cursor is the id of the last row of a page. The place of that row is looked up again: no name travels in an address that ends up in logs.
func readCursor(cursor string) (uuid.UUID, error) {
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

func pageSize(asked int) int {
	if asked <= 0 {
		return defaultPage
	}
	return min(asked, largestPage)
}
