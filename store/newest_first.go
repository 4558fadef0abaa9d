package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// NewestFirst asks for a page of a list that is ordered by a time and the id, newest first. Table, Time and Where are SQL and never hold outside text:
// values go through Arguments.
type NewestFirst struct {
	Arguments
	Table  string
	Time   string // the column of the time
	Where  []string
	Cursor string // of the page before; "" for the first page
	Limit  int
	// Place is the time of the row that a cursor names.
	Place func(ctx context.Context, id uuid.UUID) (time.Time, error)
}

// IDs reads the ids of the page. A cursor that names no row is ErrCursor.
func (q NewestFirst) IDs(ctx context.Context, tx Tx) (page Page[uuid.UUID], err error) {
	where := append([]string{"true"}, q.Where...)
	if q.Cursor != "" {
		last, err := ReadCursor(q.Cursor)
		if err != nil {
			return page, err
		}
		at, err := q.Place(ctx, last)
		if err != nil {
			return page, ErrCursor
		}
		where = append(where, fmt.Sprintf("(%s, id) < (%s, %s)", q.Time, q.Add(at), q.Add(last)))
	}
	limit := PageSize(q.Limit)
	sql := fmt.Sprintf(`SELECT id FROM %s WHERE %s ORDER BY %s DESC, id DESC LIMIT %d`, q.Table, strings.Join(where, " AND "), q.Time, limit+1)
	rows, err := tx.Query(ctx, sql, q.Values...)
	if err != nil {
		return page, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	return CutPage(ids, limit, uuid.UUID.String), err
}
