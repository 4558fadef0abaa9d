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
	if err := refoldNames(ctx, db); err != nil {
		return fmt.Errorf("store: folding shown names: %w", err)
	}
	return nil
}

// CheckSchema reports whether the newest migration that this build knows has been applied.
func (s *Store) CheckSchema(ctx context.Context) error {
	known, err := newestMigration()
	if err != nil {
		return err
	}
	var applied int64
	if err := s.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&applied); err != nil {
		return fmt.Errorf("store: reading the schema's version: %w", err)
	}
	switch {
	case applied < known:
		return fmt.Errorf("store: the database is at migration %d, this build needs %d: run `countersign migrate`", applied, known)
	case applied > known:
		return fmt.Errorf("store: the database is at migration %d, this build knows %d: run a newer build", applied, known)
	}
	return nil
}

func newestMigration() (int64, error) {
	files, err := fs.Glob(schemas.Migrations, "sql/migrations/*.sql")
	if err != nil || len(files) == 0 {
		return 0, errors.New("store: this build holds no migrations")
	}
	return goose.NumericComponent(files[len(files)-1])
}

func openOwner(ownerURL string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(ownerURL)
	if err != nil {
		return nil, errors.New("store: the owner's database URL cannot be read") // the parser's own words could quote a password
	}
	return stdlib.OpenDB(*config), nil
}
