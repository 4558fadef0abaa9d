package store

import (
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

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

// CannotKeep reports whether Postgres refused a value that it would refuse every time: text that it cannot store, an entry that no index holds, a value that
// breaks a rule of its column.
func CannotKeep(err error) bool {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (strings.HasPrefix(pgErr.Code, "22") || pgErr.Code == "54000" || pgErr.Code == "23514" || pgErr.Code == "23502")
}

// CannotStoreText reports whether Postgres refused a text for its characters: NUL, or bytes that are no UTF-8.
func CannotStoreText(err error) bool {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pgErr.Code == "22021" || pgErr.Code == "22P05")
}

// lostRace reports whether Postgres ended a transaction in favour of another one.
func lostRace(err error) bool {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pgErr.Code == "40001" || pgErr.Code == "40P01")
}

// outages are SQLSTATEs, or their beginnings, of a server that cannot answer now and can later: broken connections (08), no room or too many connections (53),
// a server that ends, starts or was asked to give up (57), trouble of its disks (58), one that only reads after a switch-over, a lock that was not given in time, and
// a race that was lost too often.
var outages = []string{"08", "53", "57", "58", "25006", "55P03", "40001", "40P01"}

// Away reports whether the database could not answer: the same request may well succeed a moment later.
func Away(err error) bool {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok {
		return slices.ContainsFunc(outages, func(code string) bool { return strings.HasPrefix(pgErr.Code, code) })
	}
	if _, connecting := errors.AsType[*pgconn.ConnectError](err); connecting {
		return true
	}
	if _, network := errors.AsType[net.Error](err); network {
		return true
	}
	return pgconn.SafeToRetry(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

type mappedRow struct{ pgx.Row }

func (m mappedRow) Scan(into ...any) error { return mapError(m.Row.Scan(into...)) }

type mappedRows struct{ pgx.Rows }

func (m mappedRows) Err() error { return mapError(m.Rows.Err()) }
