package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"countersign/schemas"
)

// Migrate brings the database to the newest schema. ownerURL's login owns the tables and may create roles; two at a time wait for each other.
func Migrate(ctx context.Context, ownerURL string) error {
	db, err := openOwner(ownerURL)
	if err != nil {
		return err
	}
	defer db.Close()
	migrations, err := fs.Sub(schemas.Migrations, "sql/migrations")
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120)) // every second, two minutes long
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations, goose.WithSessionLocker(locker))
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("store: migrating: %w", err)
	}
	return nil
}

func openOwner(ownerURL string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(ownerURL)
	if err != nil {
		return nil, errors.New("store: the owner's database URL cannot be read") // the parser's own words could quote a password
	}
	return stdlib.OpenDB(*config), nil
}
