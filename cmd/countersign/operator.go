package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"countersign/core/password"
	"countersign/store"
)

type operatorCommand struct {
	Create  operatorCreateCommand  `cmd:"" help:"Create a platform account and print its password once."`
	Disable operatorDisableCommand `cmd:"" help:"Close a platform account; its sessions end at once."`
	Enable  operatorEnableCommand  `cmd:"" help:"Open a closed platform account again."`
}

type operatorCreateCommand struct {
	Name string `arg:"" help:"Sign-in name."`
}

// Run makes the password itself: one that a person would choose is one that another can guess.
func (c operatorCreateCommand) Run(ctx context.Context) error {
	settings, err := loadConfig()
	if err != nil {
		return err
	}
	url, err := ownerURL()
	if err != nil {
		return err
	}
	secret := rand.Text()
	hash, err := password.Hash(secret)
	if err != nil {
		return err
	}
	if err := store.CreateOperator(ctx, url, c.Name, hash); err != nil {
		if errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("an operator called %s exists", c.Name)
		}
		return err
	}
	fmt.Printf("Operator  %s\nPassword  %s   (shown this once)\nSign in   %s/operator\n", c.Name, secret, settings.PublicURL)
	return nil
}

type operatorDisableCommand struct {
	Name string `arg:"" help:"Sign-in name."`
}

func (c operatorDisableCommand) Run(ctx context.Context) error {
	return setOperator(ctx, c.Name, false)
}

type operatorEnableCommand struct {
	Name string `arg:"" help:"Sign-in name."`
}

func (c operatorEnableCommand) Run(ctx context.Context) error { return setOperator(ctx, c.Name, true) }

func setOperator(ctx context.Context, name string, open bool) error {
	url, err := ownerURL()
	if err != nil {
		return err
	}
	if err := store.SetOperator(ctx, url, name, open); errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("there is no operator called %s", name)
	} else if err != nil {
		return err
	}
	return nil
}

// ownerURL is the database as its owner opens it: what stands above all MSPs is changed with it and never by what serves requests.
func ownerURL() (string, error) {
	settings, err := loadConfig()
	if err != nil {
		return "", err
	}
	if url := cmp.Or(settings.MigrateURL, settings.DatabaseURL); url != "" {
		return url, nil
	}
	return "", errors.New("set COUNTERSIGN_MIGRATE_URL: only the database's owner may do this")
}
