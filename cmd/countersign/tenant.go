package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"countersign/core/address"
	"countersign/core/clock"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/integrations"
	"countersign/store/messages"
	"countersign/store/settings"
	"countersign/store/tenants"
)

type tenantCommand struct {
	Create   tenantCreateCommand   `cmd:"" help:"Create an MSP and print a one-time link for its first Admin."`
	Numbers  tenantNumbersCommand  `cmd:"" help:"Assign the numbers that an MSP's texts and calls come from."`
	Senders  tenantSendersCommand  `cmd:"" help:"Assign the mailboxes that an MSP's mails come from."`
	Limits   tenantLimitsCommand   `cmd:"" help:"Print what an MSP may set and send at most, and change it."`
	Suspend  tenantSuspendCommand  `cmd:"" help:"Refuse an MSP's people and keys, and let nothing leave for its clients. Its rows stay."`
	Resume   tenantResumeCommand   `cmd:"" help:"Take a suspension back."`
	Webhooks tenantWebhooksCommand `cmd:"" help:"Print the addresses that the platform's accounts bring an MSP's inbound messages to. They hold a secret."`
	Account  accountCommand        `cmd:"" help:"Manage an MSP's own account at Twilio or SendGrid."`
}

type tenantCreateCommand struct {
	Name  string `arg:"" help:"The MSP's name, as its clients know it."`
	Email string `required:"" help:"E-mail address of the first Admin."`
	Slug  string `help:"Short name in small letters; made from the name when absent."`
}

// setUpFor is how long the link of a new MSP is good.
const setUpFor = 7 * 24 * time.Hour

func (c tenantCreateCommand) Run(ctx context.Context) error {
	email, err := address.Email(c.Email)
	if err != nil {
		return fmt.Errorf("--email: %w", err)
	}
	slug := c.Slug
	if slug == "" {
		slug = slugOf(c.Name)
	}
	p, err := openStore(ctx)
	if err != nil {
		return err
	}
	defer p.store.Close()
	tenant, _, err := tenants.Create(ctx, p.store, slug, c.Name)
	if _, taken := errors.AsType[*settings.SenderTaken](err); taken {
		return fmt.Errorf("another MSP is called %s already; clients could not tell the two apart", c.Name)
	}
	if errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("an MSP with the short name %s exists; choose another with --slug", slug)
	}
	if err != nil {
		return err
	}
	token, err := store.InTenant(ctx, p.store, tenant, func(ctx context.Context, tx store.Tx) (token string, err error) {
		id := store.NewID()
		if err := account.CreateUser(ctx, tx, account.NewUser{ID: id, Name: email, Email: email, Role: "admin", UseMFA: true, AllowUI: true, Status: "invited"}); err != nil {
			return token, err
		}
		return account.CreatePasswordToken(ctx, tx, id, account.PurposeSetup, clock.Now().Add(setUpFor))
	})
	if err != nil {
		return err
	}
	fmt.Printf("MSP       %s (%s)\nAdmin     %s\nSet up    %s/set-password#token=%s\n          good once, for 7 days; give it to nobody else\n", c.Name, slug, email, p.PublicURL, token)
	return nil
}

type tenantWebhooksCommand struct {
	Slug string `arg:"" help:"The MSP's short name."`
}

// Run prints what is entered at the providers. docs/providers.md says where.
func (c tenantWebhooksCommand) Run(ctx context.Context) error {
	p, err := openStore(ctx)
	if err != nil {
		return err
	}
	defer p.store.Close()
	tenant, err := p.tenantOf(ctx, c.Slug)
	if err != nil {
		return err
	}
	return p.store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		in, err := integrations.ListProviders(ctx, tx)
		if err != nil {
			return err
		}
		printTexts(p.PublicURL, in.Twilio)
		fmt.Printf("mails     %s/webhooks/sendgrid/%s/inbound?key=%s\n          the address of mails holds a secret: give it to SendGrid only\n",
			p.PublicURL, in.SendGrid, messages.InboundKey(p.store, in.SendGrid))
		return nil
	})
}

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

func slugOf(name string) string {
	return strings.Trim(notSlug.ReplaceAllString(strings.ToLower(name), "-"), "-")
}

// openStore opens what commands beside the servers need.
func openStore(ctx context.Context) (*process, error) {
	c, ring, err := loadRing()
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, c.DatabaseURL, ring)
	if err != nil {
		return nil, err
	}
	return &process{config: c, ring: ring, store: s}, nil
}
