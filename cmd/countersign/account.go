package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/google/uuid"

	"countersign/connect"
	"countersign/core/clock"
	"countersign/core/integration"
	"countersign/core/message"
	"countersign/integrations/sendgrid"
	"countersign/integrations/twilio"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/messages"
	"countersign/store/tenants"
)

type accountCommand struct {
	Set    accountSetCommand    `cmd:"" help:"Have an MSP's messages leave by an account of its own. Settings are read from standard input, one a line as name=value, and tried out before they are kept."`
	Show   accountShowCommand   `cmd:"" help:"Print the addresses at which an MSP's own account calls. That of mails holds a secret."`
	Remove accountRemoveCommand `cmd:"" help:"Have an MSP's messages leave by the platform's account again."`
}

// ownAccount names an MSP's own account.
type ownAccount struct {
	Tenant string `required:"" help:"The MSP's short name."`
	Kind   string `required:"" enum:"twilio,sendgrid" help:"twilio or sendgrid."`
}

// carriers are the vendors at which an MSP can have an account of its own.
var carriers = map[string]integration.Vendor{twilio.Vendor.Kind: twilio.Vendor, sendgrid.Vendor.Kind: sendgrid.Vendor}

type accountSetCommand struct {
	ownAccount
	Address string `help:"Where the API lives, for an account in another region."`
}

// Run keeps the settings once the provider has accepted them.
func (c accountSetCommand) Run(ctx context.Context) error {
	vendor := carriers[c.Kind]
	credentials, err := readSettings(os.Stdin, vendor.Settings)
	if err != nil {
		return err
	}
	p, tenant, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer p.store.Close()
	wanted := integrations.PSA{Kind: c.Kind, Name: vendor.Name, BaseURL: strings.TrimRight(c.Address, "/"), Credentials: credentials, Enabled: true}
	if err := p.tryOut(ctx, vendor, wanted); err != nil {
		return err
	}
	err = p.store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		now, err := integrations.OwnAccount(ctx, tx, c.Kind)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err == nil && vendor.SameAccount(connectionOf(now), connectionOf(wanted)) {
			wanted.ID = now.ID
		}
		if wanted.ID, err = integrations.SetOwnAccount(ctx, tx, wanted, clock.Now()); err != nil {
			return err
		}
		return audit(ctx, tx, "integration.account_set", wanted.ID, c.Kind)
	})
	if err == nil {
		p.printAddresses(c.Kind, wanted.ID)
	}
	return err
}

// tryOut makes the cheapest request that proves the settings, as the product itself would reach the provider.
func (p *process) tryOut(ctx context.Context, vendor integration.Vendor, account integrations.PSA) error {
	connection := connectionOf(account)
	connection.HTTP = &http.Client{Timeout: message.RequestTimeout, Transport: connect.Dialer{Private: p.PSAPrivateNetworks}.Transport()}
	system, err := vendor.Open(connection)
	if err != nil {
		return err
	}
	if err := reachable(system.Check(ctx)); err != nil {
		return fmt.Errorf("%s was asked and nothing was kept: %w", vendor.Name, err)
	}
	return nil
}

func connectionOf(account integrations.PSA) integration.Connection {
	return integration.Connection{BaseURL: account.BaseURL, Credentials: account.Credentials}
}

// readSettings reads name=value lines. A secret on the command line would stand in the list of processes and in the shell's history.
func readSettings(from io.Reader, settings []integration.Setting) (map[string]string, error) {
	read := map[string]string{}
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		name, value, _ := strings.Cut(strings.TrimSpace(lines.Text()), "=")
		if name == "" {
			continue
		}
		if !slices.ContainsFunc(settings, func(s integration.Setting) bool { return s.Name == name }) {
			return nil, errors.New("a line of the settings begins with no name that is known here; write name=value") // its words may be a secret
		}
		read[name] = strings.TrimSpace(value)
	}
	for _, setting := range settings {
		if !setting.Optional && read[setting.Name] == "" {
			return nil, fmt.Errorf("the settings lack %s: %s", setting.Name, setting.Help)
		}
	}
	return read, lines.Err()
}

type accountShowCommand struct{ ownAccount }

// Run prints no setting: they are write-only everywhere.
func (c accountShowCommand) Run(ctx context.Context) error {
	p, tenant, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer p.store.Close()
	var account integrations.PSA
	err = p.store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		account, err = integrations.OwnAccount(ctx, tx, c.Kind)
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		fmt.Println(byPlatform)
		return nil
	case err == nil:
		p.printAddresses(c.Kind, account.ID)
	}
	return err
}

// byPlatform is what is said of an MSP without an account of its own.
const byPlatform = "messages leave by the platform's account"

type accountRemoveCommand struct {
	ownAccount
	Forget bool `help:"Delete the credentials at once, also of accounts that were removed before. What they took without an answer ends as unknown."`
}

func (c accountRemoveCommand) Run(ctx context.Context) error {
	p, tenant, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer p.store.Close()
	err = p.store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		removed, err := integrations.RetireOwnAccounts(ctx, tx, c.Kind, c.Forget, clock.Now())
		if err != nil {
			return err
		}
		if !removed {
			return errors.New("this MSP has no account of its own there")
		}
		return audit(ctx, tx, "integration.account_removed", tenant, c.Kind)
	})
	if err == nil {
		fmt.Println(byPlatform)
	}
	return err
}

func (c ownAccount) open(ctx context.Context) (*process, uuid.UUID, error) {
	p, err := openStore(ctx)
	if err != nil {
		return nil, uuid.Nil, err
	}
	tenant, err := p.tenantOf(ctx, c.Tenant)
	if err != nil {
		p.store.Close()
	}
	return p, tenant, err
}

// tenantOf finds an MSP by its short name.
func (p *process) tenantOf(ctx context.Context, slug string) (uuid.UUID, error) {
	all, err := tenants.List(ctx, p.store)
	if err != nil {
		return uuid.Nil, err
	}
	at := slices.IndexFunc(all, func(t tenants.Ref) bool { return t.Slug == slug })
	if at < 0 {
		return uuid.Nil, fmt.Errorf("there is no MSP with the short name %s", slug)
	}
	return all[at].TenantID, nil
}

// printAddresses says what is entered at the provider; docs/providers says where.
func (p *process) printAddresses(kind string, account uuid.UUID) {
	base := p.PublicURL + "/webhooks/" + kind + "/" + account.String()
	if kind == integrations.KindTwilio {
		printTexts(p.PublicURL, account)
		return
	}
	fmt.Printf("events    %s/events\nmails     %s/inbound?key=%s\n          the second holds a secret: give it to SendGrid only\n", base, base, messages.InboundKey(p.store, account))
}

// printTexts says what is entered at a number in Twilio's console. Both fields take the same address: the second is asked once the first has failed for good.
func printTexts(publicURL string, integration uuid.UUID) {
	address := twilio.Repeated(publicURL + "/webhooks/" + integrations.KindTwilio + "/" + integration.String() + "/messages")
	fmt.Printf("texts     %s\n          at the number, as \"A message comes in\" and as \"Primary handler fails\", with all behind the #: Twilio repeats a message that we cannot take by that only\n", address)
}

func audit(ctx context.Context, tx store.Tx, action string, subject uuid.UUID, kind string) error {
	return tx.Audit(ctx, store.AuditEntry{By: store.Actor{Kind: "operator", Name: store.BuiltIn}, Action: action, SubjectKind: "integration", SubjectID: subject.String(), Details: map[string]any{"kind": kind}})
}
