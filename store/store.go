// Package store keeps everything in Postgres. Every row of a tenant is read and written inside Store.InTenant, under row-level security.
// Queries before the tenant is known go through the functions of schema door (Store.Exec, One, All). The rooms below hold one domain each.
package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"countersign/core/keys"
)

// appRole is what every connection acts as: it owns nothing and sees one tenant at a time.
const appRole = "countersign_app"

// statementTimeout ends a statement that hangs. Nothing the API or a worker does takes longer.
const statementTimeout = 15 * time.Second

// Store is a pool of connections and the key ring that seals what is stored. It is safe for concurrent use.
type Store struct {
	pool *pgxpool.Pool
	ring *keys.Ring

	reserved chan struct{} // one entry for each caller of ReserveConn
}

// Open connects. The login of url is either a member of countersign_app or a superuser; in both cases the connections act as countersign_app.
func Open(ctx context.Context, url string, ring *keys.Ring) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("store: the database URL cannot be read") // the parser's own words could quote a password
	}
	params := config.ConnConfig.RuntimeParams
	params["role"] = appRole // in the startup message: RESET ROLE comes back to it
	params["timezone"] = "UTC"
	params["statement_timeout"] = fmt.Sprint(statementTimeout.Milliseconds())
	params["idle_in_transaction_session_timeout"] = fmt.Sprint((2 * statementTimeout).Milliseconds())
	if params["application_name"] == "" {
		params["application_name"] = "countersign"
	}
	config.AfterConnect = prepare
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s := &Store{pool: pool, ring: ring, reserved: make(chan struct{}, max(1, config.MaxConns/2))}
	if err := s.refusePowers(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

// prepare makes a connection return UTC times, in any zone of the machine, and UUIDs as plain bytes.
func prepare(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().TryWrapEncodePlanFuncs = append([]pgtype.TryWrapEncodePlanFunc{wrapUUID}, conn.TypeMap().TryWrapEncodePlanFuncs...)
	instant := &pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}}
	conn.TypeMap().RegisterType(instant)
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "_timestamptz", OID: pgtype.TimestamptzArrayOID, Codec: &pgtype.ArrayCodec{ElementType: instant}})
	return nil
}

// refusePowers ends a start whose role could look over the walls between tenants.
func (s *Store) refusePowers(ctx context.Context) error {
	var role string
	var powerful bool
	err := s.QueryRow(ctx, `SELECT current_user, rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
		FROM pg_roles WHERE rolname = current_user`).Scan(&role, &powerful)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if role != appRole || powerful {
		return fmt.Errorf("store: connections act as %q; they must act as %s, which owns nothing and bypasses nothing", role, appRole)
	}
	return nil
}

// Close waits for connections in use and closes the pool.
func (s *Store) Close() { s.pool.Close() }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.pool.Ping(ctx) }

// Ring is the key ring that this store seals with.
func (s *Store) Ring() *keys.Ring { return s.ring }

// Listen calls hear with every payload notified on a channel, over a connection of its own, until ctx ends or the connection is lost.
// ready is called once listening has begun.
func (s *Store) Listen(ctx context.Context, channel string, ready func(), hear func(payload string)) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	own := conn.Hijack() // a listening connection must not go back to the pool
	defer own.Close(context.WithoutCancel(ctx))
	if _, err := own.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return err
	}
	ready()
	for {
		notification, err := own.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		hear(notification.Payload)
	}
}

// ReserveConn waits until the caller may hold a connection while it takes a second one, and returns what ends that right.
// Callers hold at most half of the pool this way, so that a second connection comes free for each of them.
func (s *Store) ReserveConn(ctx context.Context) (release func(), err error) {
	select {
	case s.reserved <- struct{}{}:
		return func() { <-s.reserved }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
