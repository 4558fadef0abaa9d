package store

import (
	"context"
	"errors"
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
	Time   string                  // the column of the time
	Seen   func(*Arguments) string // the condition of what the caller may see at all; nil: everything
	Where  []string                // what the caller asks for
	Cursor string                  // of the page before; "" for the first page
	Limit  int
}

// IDs reads the ids of the page. A cursor that names no row that the caller may see is ErrCursor.
func (q NewestFirst) IDs(ctx context.Context, tx Tx) (page Page[uuid.UUID], err error) {
	where := append([]string{q.seen(&q.Arguments)}, q.Where...)
	if q.Cursor != "" {
		last, err := ReadCursor(q.Cursor)
		if err != nil {
			return page, err
		}
		at, err := q.place(ctx, tx, last)
		if err != nil {
			return page, err
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

func (q NewestFirst) seen(args *Arguments) string {
	if q.Seen == nil {
		return "true"
	}
	return q.Seen(args)
}

// place is the time of the row that a cursor names.
func (q NewestFirst) place(ctx context.Context, tx Tx, id uuid.UUID) (at time.Time, err error) {
	var args Arguments
	sql := fmt.Sprintf(`SELECT %s FROM %s WHERE id = %s AND %s`, q.Time, q.Table, args.Add(id), q.seen(&args))
	err = tx.QueryRow(ctx, sql, args.Values...).Scan(&at)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrCursor
	}
	return at, err
}
