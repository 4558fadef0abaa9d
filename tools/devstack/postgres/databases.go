package postgres

import (
	"context"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"
)

// Ping says whether the server answers queries.
func Ping(ctx context.Context, databaseURL string) error {
	return with(ctx, databaseURL, func(conn *pgx.Conn) error { return conn.Ping(ctx) })
}

// In is the same server and account, another database.
func In(databaseURL, database string) (string, error) {
	u, err := url.Parse(databaseURL)
	if err != nil {
		return "", fmt.Errorf("the database URL cannot be read as a URL")
	}
	u.Path = "/" + database
	return u.String(), nil
}

// As is the same server and database, another account.
func As(databaseURL, role, password string) (string, error) {
	u, err := url.Parse(databaseURL)
	if err != nil {
		return "", fmt.Errorf("the database URL cannot be read as a URL")
	}
	u.User = url.UserPassword(role, password)
	return u.String(), nil
}

// EnsureDatabases creates the databases that are missing.
func EnsureDatabases(ctx context.Context, ownerURL string, names ...string) error {
	return with(ctx, ownerURL, func(conn *pgx.Conn) error {
		for _, name := range names {
			var exists bool
			if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&exists); err != nil {
				return err
			}
			if exists {
				continue
			}
			if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
				return fmt.Errorf("creating database %s: %w", name, err)
			}
		}
		return nil
	})
}

// EnsureLogin creates or corrects a login role that is a member of group and has
// no right beyond it.
func EnsureLogin(ctx context.Context, ownerURL, role, password, group string) error {
	return with(ctx, ownerURL, func(conn *pgx.Conn) error {
		var exists bool
		if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)`, role).Scan(&exists); err != nil {
			return err
		}
		verb := "CREATE"
		if exists {
			verb = "ALTER"
		}
		// A role statement takes no parameters, so the server itself does the quoting.
		var statement string
		err := conn.QueryRow(ctx,
			`SELECT format('%s ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD %L', $1::text, $2::text, $3::text)`,
			verb, role, password).Scan(&statement)
		if err != nil {
			return err
		}
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("preparing login role %s: %w", role, err)
		}
		grant := fmt.Sprintf("GRANT %s TO %s", pgx.Identifier{group}.Sanitize(), pgx.Identifier{role}.Sanitize())
		if _, err := conn.Exec(ctx, grant); err != nil {
			return fmt.Errorf("making %s a member of %s: %w", role, group, err)
		}
		return nil
	})
}

func with(ctx context.Context, databaseURL string, use func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return use(conn)
}
