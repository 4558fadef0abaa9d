package main

import (
	"context"
	"fmt"

	"countersign/core/admission"
	"countersign/store"
)

type tenantLimitsCommand struct {
	Slug                 string `arg:"" help:"The MSP's short name."`
	SpendPerDayCents     *int   `help:"US cents of SMS and calls a day that the MSP may set at most."`
	SendsPerMinute       *int   `help:"Messages a minute that the MSP may set at most."`
	SendsPerNumberMinute *int   `help:"Messages to one number or address in a minute, through every door."`
	SendsPerNumberHour   *int   `help:"Messages to one number or address in an hour, through every door."`
	StrangersPerHour     *int   `help:"Conversations an hour that numbers begin which nobody has on file."`
}

// Run changes what was given and prints what holds. 0 goes back to the product's default.
func (c tenantLimitsCommand) Run(ctx context.Context) error {
	owner, err := ownerURL()
	if err != nil {
		return err
	}
	now, err := store.SetCeilings(ctx, owner, c.Slug, func(to *admission.Ceilings) {
		for _, set := range []struct{ given, field *int }{
			{c.SpendPerDayCents, &to.SpendPerDayCents}, {c.SendsPerMinute, &to.SendsPerMinute}, {c.SendsPerNumberMinute, &to.SendsPerNumberMinute},
			{c.SendsPerNumberHour, &to.SendsPerNumberHour}, {c.StrangersPerHour, &to.StrangersPerHour},
		} {
			if set.given != nil {
				*set.field = *set.given
			}
		}
	})
	if err != nil {
		return noSuchTenant(err, c.Slug)
	}
	fmt.Printf("spend-per-day-cents      %d\nsends-per-minute         %d\nsends-per-number-minute  %d\nsends-per-number-hour    %d\nstrangers-per-hour       %d\n",
		now.SpendPerDayCents, now.SendsPerMinute, now.SendsPerNumberMinute, now.SendsPerNumberHour, now.StrangersPerHour)
	return nil
}
