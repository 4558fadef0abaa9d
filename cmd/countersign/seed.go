package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"

	"github.com/google/uuid"

	"countersign/core/admission"
	"countersign/core/clock"
	"countersign/core/password"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/conversations"
	"countersign/store/integrations"
	"countersign/store/messages"
	peoplestore "countersign/store/people"
	"countersign/store/settings"
	tenantsstore "countersign/store/tenants"
)

type seedCommand struct {
	JSON bool `name:"json" help:"Print what was made as JSON."`
}

// The demo MSP. Its people sign in with the password of COUNTERSIGN_SEED_PASSWORD.
const (
	demoSlug  = "bluepeak"
	demoName  = "Bluepeak IT"
	demoAdmin = "priya@bluepeak.example"
	// demoCountry is the MSP's and its clients' own.
	demoCountry = "US"
)

var demoPeople = []account.NewUser{
	{Name: "Priya Nair", Email: demoAdmin, Role: "admin", AllowUI: true},
	{Name: "Sam Rivera", Email: "sam@bluepeak.example", Role: "technician", AllowUI: true},
	{Name: "Jo Lindqvist", Email: "jo@bluepeak.example", Role: "technician", AllowUI: true},
}

// demoCompanies hold people in every state a technician meets: well reachable, without a mobile, with a number that is none, abroad.
var demoCompanies = map[string][]peoplestore.NewContact{
	"Northwind Dental": {
		{Name: "Ana Torres", Email: "ana.torres@northwind.example", Mobile: "+14155550134", Phone: "+14155550100"},
		{Name: "Ben Okafor", Email: "ben.okafor@northwind.example", Mobile: "+14155550181"},
		{Name: "Chiara Rossi", Email: "chiara.rossi@northwind.example", Mobile: "+14155550107", Phone: "+14155550100"},
		{Name: "Daniel Weber", Email: "daniel.weber@northwind.example", Phone: "+14155550141"},
		{Name: "Emi Sato", Email: "emi.sato@northwind.example", Mobile: "555-01"},
		{Name: "Farid Haddad", Email: "farid.haddad@northwind.example", Mobile: "+819012345678"},
		{Name: "Grace Kim", Email: "grace.kim@northwind.example", Mobile: "+14155550163"},
	},
	"Harbor Logistics": {
		{Name: "Hugo Lund", Email: "hugo.lund@harbor.example", Mobile: "+12125550112", Phone: "+12125550100"},
		{Name: "Ines Duarte", Email: "ines.duarte@harbor.example", Mobile: "+12125550145"},
		{Name: "Jonas Becker", Email: "jonas.becker@harbor.example", Phone: "+12125550100"},
		{Name: "Keiko Mori", Mobile: "+12125550170"},
		{Name: "Liam Byrne", Email: "liam.byrne@harbor.example", Mobile: "+447400123456"},
	},
}

// seeded is what the devstack is told.
type seeded struct {
	TenantID            uuid.UUID `json:"tenant_id"`
	ConsoleEmail        string    `json:"console_email"`
	ConsolePassword     string    `json:"console_password"`
	APIKey              string    `json:"api_key"`
	SendGridIntegration uuid.UUID `json:"sendgrid_integration_id"`
	TwilioIntegration   uuid.UUID `json:"twilio_integration_id"`
	InboundKey          string    `json:"inbound_key"` // the secret of the address that mails are brought to
	PSAIntegration      uuid.UUID `json:"psa_integration_id,omitzero"`
}

// Run makes the demo MSP once; a second run changes nothing and prints the same.
func (c seedCommand) Run(ctx context.Context) error {
	p, err := openStore(ctx)
	if err != nil {
		return err
	}
	defer p.store.Close()
	out := seeded{ConsoleEmail: demoAdmin, ConsolePassword: os.Getenv("COUNTERSIGN_SEED_PASSWORD"), APIKey: os.Getenv("COUNTERSIGN_SEED_API_KEY")}
	if out.ConsolePassword == "" || out.APIKey == "" {
		return errors.New("set COUNTERSIGN_SEED_PASSWORD and COUNTERSIGN_SEED_API_KEY (cs_ and 43 random characters)")
	}
	if err := p.seed(ctx, &out); err != nil {
		return err
	}
	if err := p.seedSenders(ctx); err != nil {
		return err
	}
	if err := p.seedPSA(ctx, &out); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(os.Stdout).Encode(out)
	}
	return nil
}

func (p *process) seed(ctx context.Context, out *seeded) error {
	tenants, err := tenantsstore.List(ctx, p.store)
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		if tenant.Slug == demoSlug {
			out.TenantID = tenant.TenantID
			return p.store.InTenant(ctx, tenant.TenantID, func(ctx context.Context, tx store.Tx) error {
				in, err := integrations.ListProviders(ctx, tx)
				out.SendGridIntegration, out.TwilioIntegration, out.InboundKey = in.SendGrid, in.Twilio, messages.InboundKey(p.store, in.SendGrid)
				return err
			})
		}
	}
	tenant, in, err := tenantsstore.Create(ctx, p.store, demoSlug, demoName)
	if err != nil {
		return err
	}
	out.TenantID, out.SendGridIntegration, out.TwilioIntegration, out.InboundKey = tenant, in.SendGrid, in.Twilio, messages.InboundKey(p.store, in.SendGrid)
	return p.store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error { return populate(ctx, tx, *out) })
}

// demoCeilings are generous: development and tests send more in a minute than people do in a day.
var demoCeilings = admission.Ceilings{SpendPerDayCents: 1_000_000, SendsPerMinute: 600, SendsPerNumberMinute: 60, SendsPerNumberHour: 600, StrangersPerHour: 600}

// seedSenders does what an operator does for an MSP: its number and mailbox are the installation's own.
func (p *process) seedSenders(ctx context.Context) error {
	owner, err := ownerURL()
	if err != nil {
		return err
	}
	if p.TwilioFrom != "" {
		err = store.AssignSender(ctx, owner, demoSlug, store.SenderNumber, p.TwilioFrom)
	}
	if err == nil && p.SendGridFrom != "" {
		err = store.AssignSender(ctx, owner, demoSlug, store.SenderMailbox, strings.ToLower(p.SendGridFrom))
	}
	if err != nil {
		return err
	}
	_, err = store.SetCeilings(ctx, owner, demoSlug, func(c *admission.Ceilings) { *c = demoCeilings })
	return err
}

// seedPSA gives the demo MSP a ticket system, where the environment names one and it has none yet.
func (p *process) seedPSA(ctx context.Context, out *seeded) error {
	url := os.Getenv("COUNTERSIGN_SEED_CONNECTWISE_URL")
	return p.store.InTenant(ctx, out.TenantID, func(ctx context.Context, tx store.Tx) error {
		held, ok, err := integrations.FirstPSA(ctx, tx)
		if ok || err != nil || url == "" {
			out.PSAIntegration = held
			return err
		}
		out.PSAIntegration, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "connectwise", Name: "ConnectWise", BaseURL: url, Credentials: map[string]string{
			"company":     os.Getenv("COUNTERSIGN_SEED_CONNECTWISE_COMPANY"),
			"public_key":  os.Getenv("COUNTERSIGN_SEED_CONNECTWISE_PUBLIC_KEY"),
			"private_key": os.Getenv("COUNTERSIGN_SEED_CONNECTWISE_PRIVATE_KEY"),
			"client_id":   os.Getenv("COUNTERSIGN_SEED_CONNECTWISE_CLIENT_ID"),
		}})
		if err != nil {
			return err
		}
		return seedSMSChannel(ctx, tx, p.TwilioFrom, out.PSAIntegration)
	})
}

// seedSMSChannel lets the demo MSP's clients write to its number. COUNTERSIGN_SEED_TICKET_DEFAULTS holds the ticket system's own ids, "board=1,company=2".
func seedSMSChannel(ctx context.Context, tx store.Tx, number string, system uuid.UUID) error {
	defaults := ticket.Defaults{}
	for pair := range strings.SplitSeq(os.Getenv("COUNTERSIGN_SEED_TICKET_DEFAULTS"), ",") {
		if field, id, ok := strings.Cut(pair, "="); ok {
			defaults[field] = id
		}
	}
	_, err := conversations.CreateChannel(ctx, tx, conversations.Channel{
		Name: "Help desk", Number: number, Integration: &system, Defaults: defaults, UsersMayStart: true, ConfirmMessages: true,
	}, clock.Now())
	return err
}

func populate(ctx context.Context, tx store.Tx, out seeded) error {
	hash, err := password.Hash(out.ConsolePassword)
	if err != nil {
		return err
	}
	for _, person := range demoPeople {
		person.ID, person.Status, person.PasswordHash = store.NewID(), "active", &hash
		if err := account.CreateUser(ctx, tx, person); err != nil {
			return err
		}
	}
	if _, err := account.CreateAPIKey(ctx, tx, account.NewAPIKey{Name: "Demo", Scopes: []string{"admin"}, At: clock.Now()}, out.APIKey); err != nil {
		return err
	}
	ofMSP := settings.DefaultSettings()
	ofMSP.Country = demoCountry
	if _, err := settings.Update(ctx, tx, ofMSP); err != nil {
		return err
	}
	for name, people := range demoCompanies {
		company, err := peoplestore.CreateCompany(ctx, tx, name, demoCountry)
		if err != nil {
			return err
		}
		for i := range people {
			people[i].CompanyID, people[i].Source = company.ID, cmp.Or(people[i].Source, "manual")
		}
		if _, err := peoplestore.ImportContacts(ctx, tx, people); err != nil {
			return err
		}
	}
	return nil
}
