package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"countersign/core/address"
	"countersign/core/phone"
	"countersign/store"
)

type tenantNumbersCommand struct {
	Add    addNumberCommand    `cmd:"" help:"Assign a number to an MSP."`
	Remove removeNumberCommand `cmd:"" help:"Take a number away; the platform's stands in at once."`
	List   listNumbersCommand  `cmd:"" help:"Print an MSP's numbers."`
}

type tenantSendersCommand struct {
	Add    addMailboxCommand    `cmd:"" help:"Assign a mailbox to an MSP."`
	Remove removeMailboxCommand `cmd:"" help:"Take a mailbox away; the platform's stands in at once."`
	List   listMailboxesCommand `cmd:"" help:"Print an MSP's mailboxes."`
}

type numberArguments struct {
	Slug   string `arg:"" help:"The MSP's short name."`
	Number string `arg:"" help:"The number, with + and country code."`
}

type mailboxArguments struct {
	Slug    string `arg:"" help:"The MSP's short name."`
	Mailbox string `arg:"" help:"The address."`
}

type (
	addNumberCommand     struct{ numberArguments }
	removeNumberCommand  struct{ numberArguments }
	addMailboxCommand    struct{ mailboxArguments }
	removeMailboxCommand struct{ mailboxArguments }
	listNumbersCommand   struct {
		Slug string `arg:"" help:"The MSP's short name."`
	}
	listMailboxesCommand struct {
		Slug string `arg:"" help:"The MSP's short name."`
	}
)

// sender is a number or mailbox of an MSP, as the database keeps it.
type sender struct{ slug, kind, value string }

func (a numberArguments) sender() (sender, error) {
	parsed, err := phone.Parse(a.Number, "")
	return sender{a.Slug, store.SenderNumber, parsed.E164}, err
}

func (a mailboxArguments) sender() (sender, error) {
	value, err := address.Email(a.Mailbox)
	return sender{a.Slug, store.SenderMailbox, strings.ToLower(value)}, err
}

func (c addNumberCommand) Run(ctx context.Context) error     { return assign(ctx, c.sender) }
func (c addMailboxCommand) Run(ctx context.Context) error    { return assign(ctx, c.sender) }
func (c removeNumberCommand) Run(ctx context.Context) error  { return withdraw(ctx, c.sender) }
func (c removeMailboxCommand) Run(ctx context.Context) error { return withdraw(ctx, c.sender) }
func (c listNumbersCommand) Run(ctx context.Context) error {
	return printSenders(ctx, c.Slug, store.SenderNumber)
}
func (c listMailboxesCommand) Run(ctx context.Context) error {
	return printSenders(ctx, c.Slug, store.SenderMailbox)
}

func assign(ctx context.Context, read func() (sender, error)) error {
	s, err := read()
	if err != nil {
		return err
	}
	owner, err := ownerURL()
	if err != nil {
		return err
	}
	switch err := store.AssignSender(ctx, owner, s.slug, s.kind, s.value); {
	case errors.Is(err, store.ErrConflict):
		return fmt.Errorf("%s belongs to another MSP", s.value)
	case err != nil:
		return noSuchTenant(err, s.slug)
	}
	fmt.Printf("%s belongs to %s\n", s.value, s.slug)
	return nil
}

func withdraw(ctx context.Context, read func() (sender, error)) error {
	s, err := read()
	if err != nil {
		return err
	}
	owner, err := ownerURL()
	if err != nil {
		return err
	}
	if err := store.RemoveSender(ctx, owner, s.slug, s.kind, s.value); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("%s has no %s %s", s.slug, s.kind, s.value)
		}
		return err
	}
	fmt.Printf("%s belongs to nobody\n", s.value)
	return nil
}

func printSenders(ctx context.Context, slug, kind string) error {
	owner, err := ownerURL()
	if err != nil {
		return err
	}
	values, err := store.ListSenders(ctx, owner, slug, kind)
	for _, value := range values {
		fmt.Println(value)
	}
	return noSuchTenant(err, slug)
}

func noSuchTenant(err error, slug string) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("there is no MSP with the short name %s", slug)
	}
	return err
}
