package main

import (
	"cmp"
	"context"
	"errors"

	"countersign/store"
)

type migrateCommand struct{}

func (migrateCommand) Run(ctx context.Context) error {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	url := cmp.Or(c.MigrateURL, c.DatabaseURL)
	if url == "" {
		return errors.New("set COUNTERSIGN_MIGRATE_URL to a login that may create tables and roles")
	}
	logger, err := c.logger()
	if err != nil {
		return err
	}
	if err := store.Migrate(ctx, url); err != nil {
		return err
	}
	return registerSearchAttributes(ctx, c, logger)
}
