package store

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ErrNotFound is returned when a row does not exist in this tenant.
var ErrNotFound = errors.New("store: not found")

// ErrConflict is returned when another row prevents a write: a name that is taken, a person who is being verified right now.
var ErrConflict = errors.New("store: conflict")

// mapError turns the errors of Postgres that callers act on into ErrNotFound and ErrConflict.
func mapError(err error) error {
	if err == nil || errors.Is(err, ErrNotFound) || errors.Is(err, ErrConflict) {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && (pgErr.Code == "23505" || pgErr.Code == "23503") {
		return fmt.Errorf("%w: %w", ErrConflict, err)
	}
	return err
}

// lostRace reports whether Postgres ended a transaction in favour of another one.
func lostRace(err error) bool {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pgErr.Code == "40001" || pgErr.Code == "40P01")
}

type mappedRow struct{ pgx.Row }

func (m mappedRow) Scan(into ...any) error { return mapError(m.Row.Scan(into...)) }

type mappedRows struct{ pgx.Rows }

func (m mappedRows) Err() error { return mapError(m.Rows.Err()) }
