package main

import (
	"context"
	"fmt"

	"countersign/store"
)

type tenantSuspendCommand struct {
	Slug string `arg:"" help:"The MSP's short name."`
}

func (c tenantSuspendCommand) Run(ctx context.Context) error { return setSuspended(ctx, c.Slug, true) }

type tenantResumeCommand struct {
	Slug string `arg:"" help:"The MSP's short name."`
}

func (c tenantResumeCommand) Run(ctx context.Context) error { return setSuspended(ctx, c.Slug, false) }

func setSuspended(ctx context.Context, slug string, suspended bool) error {
	owner, err := ownerURL()
	if err != nil {
		return err
	}
	if err := store.SetSuspended(ctx, owner, slug, suspended); err != nil {
		return noSuchTenant(err, slug)
	}
	fmt.Printf("%s is %s\n", slug, map[bool]string{true: "suspended", false: "in service"}[suspended])
	return nil
}
