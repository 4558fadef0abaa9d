package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"countersign/core/password"
	"countersign/core/totp"
	"countersign/store"
)

type operatorCommand struct {
	Create  operatorCreateCommand  `cmd:"" help:"Create a platform account and print its password and authenticator once."`
	TOTP    operatorTOTPCommand    `cmd:"" name:"totp" help:"Give a platform account another authenticator, where it was lost or never there, and print it once."`
	Disable operatorDisableCommand `cmd:"" help:"Close a platform account; its sessions end at once."`
	Enable  operatorEnableCommand  `cmd:"" help:"Open a closed platform account again."`
}

type operatorCreateCommand struct {
	Name string `arg:"" help:"Sign-in name."`
}

// Run makes the password itself: one that a person would choose is one that another can guess.
func (c operatorCreateCommand) Run(ctx context.Context) error {
	settings, ring, err := loadRing()
	if err != nil {
		return err
	}
	url, err := ownerURL()
	if err != nil {
		return err
	}
	secret, authenticator := rand.Text(), totp.NewSecret()
	hash, err := password.Hash(secret)
	if err != nil {
		return err
	}
	if err := store.CreateOperator(ctx, url, ring, store.NewOperator{Name: c.Name, PasswordHash: hash, TOTPSecret: authenticator}); err != nil {
		if errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("an operator called %s exists", c.Name)
		}
		return err
	}
	fmt.Printf("Operator       %s\nPassword       %s   (shown this once)\n", c.Name, secret)
	printAuthenticator(c.Name, authenticator, settings.PublicURL)
	return nil
}

type operatorTOTPCommand struct {
	Name string `arg:"" help:"Sign-in name."`
}

func (c operatorTOTPCommand) Run(ctx context.Context) error {
	settings, ring, err := loadRing()
	if err != nil {
		return err
	}
	url, err := ownerURL()
	if err != nil {
		return err
	}
	authenticator := totp.NewSecret()
	if err := noSuchOperator(c.Name, store.SetOperatorTOTP(ctx, url, ring, c.Name, authenticator)); err != nil {
		return err
	}
	printAuthenticator(c.Name, authenticator, settings.PublicURL)
	return nil
}

// printAuthenticator prints what an authenticator app takes: typed, or as an address that tools make a QR code of.
func printAuthenticator(name, secret, publicURL string) {
	fmt.Printf("Authenticator  %s   (shown this once)\n               %s\nSign in        %s/operator\n", secret, totp.URL(name, secret), publicURL)
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
	return noSuchOperator(name, store.SetOperator(ctx, url, name, open))
}

func noSuchOperator(name string, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("there is no operator called %s", name)
	}
	return err
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
