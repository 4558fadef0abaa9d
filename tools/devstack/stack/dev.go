package stack

import (
	"fmt"

	"countersign/tools/devstack/ports"
	"countersign/tools/devstack/postgres"
)

const (
	namespace = "countersign"

	// verificationNumber is the MSP's number, of the block 202-555-01xx that is
	// kept free for fiction.
	verificationNumber = "+12025550100"
	mailFrom           = "verify@bluepeak.example"
	mailDomain         = "help.bluepeak.example" // where the demo MSP's clients write mails to
)

// Dev is what dev.json says: all that a test or a script needs to use a running
// stack. The file exists while the stack is ready.
type Dev struct {
	APIURL              string `json:"api_url"`
	APIKey              string `json:"api_key"`
	TenantID            string `json:"tenant_id"`
	ConsoleURL          string `json:"console_url"`
	ConsoleEmail        string `json:"console_email"`
	ConsolePassword     string `json:"console_password"`
	PodURL              string `json:"pod_url"`
	TemporalUIURL       string `json:"temporal_ui_url"`
	TemporalAddress     string `json:"temporal_address"`
	TemporalNamespace   string `json:"temporal_namespace"`
	SandboxURL          string `json:"sandbox_url"`
	DatabaseURL         string `json:"database_url"`       // as the product: row-level security applies
	OwnerDatabaseURL    string `json:"owner_database_url"` // sees and may do everything
	KeysFile            string `json:"keys_file"`
	VerificationNumber  string `json:"verification_number"`
	VerificationMailbox string `json:"verification_mailbox"`
	Pids                Pids   `json:"pids"`
}

// Pids of the processes that run; 0 for one that this stack does not run itself.
type Pids struct {
	Postgres int `json:"postgres"`
	Temporal int `json:"temporal"`
	API      int `json:"api"`
	Worker   int `json:"worker"`
	Sandbox  int `json:"sandbox"`
}

// seeded is what `countersign seed --json` prints. The demo tenant's SendGrid
// integration is part of the address that events are posted to.
type seeded struct {
	TenantID            string `json:"tenant_id"`
	ConsoleEmail        string `json:"console_email"`
	ConsolePassword     string `json:"console_password"`
	APIKey              string `json:"api_key"`
	SendGridIntegration string `json:"sendgrid_integration_id"`
	TwilioIntegration   string `json:"twilio_integration_id"`
	InboundKey          string `json:"inbound_key"`
}

// site is where everything of one stack is found.
type site struct {
	ports    ports.Plan
	ownerURL string // of the product's database
	apiURL   string // the same database as the login role of the product
	keysFile string
}

const apiRole = "countersign_api"

func newSite(o Options, ownerURL string, s Secrets) (site, error) {
	owner, err := postgres.In(ownerURL, "countersign")
	if err != nil {
		return site{}, err
	}
	api, err := postgres.As(owner, apiRole, s.DatabaseAPIPassword)
	if err != nil {
		return site{}, err
	}
	return site{ports: o.Ports, ownerURL: owner, apiURL: api, keysFile: o.file("keys.json")}, nil
}

func local(port int) string { return fmt.Sprintf("http://localhost:%d", port) }

func (s site) publicURL() string  { return local(s.ports.API) }
func (s site) sandboxURL() string { return local(s.ports.Sandbox) }
func (s site) uiURL() string      { return local(s.ports.TemporalUI) }
func (s site) codecURL() string   { return s.publicURL() + "/temporal/codec" }

func (s site) dev(seed seeded, pids Pids) Dev {
	return Dev{
		APIURL: s.publicURL(), APIKey: seed.APIKey, TenantID: seed.TenantID,
		ConsoleURL: s.publicURL() + "/", ConsoleEmail: seed.ConsoleEmail, ConsolePassword: seed.ConsolePassword,
		PodURL: s.publicURL() + "/pod", SandboxURL: s.sandboxURL(),
		TemporalUIURL: s.uiURL(), TemporalAddress: ports.Address(s.ports.Temporal), TemporalNamespace: namespace,
		DatabaseURL: s.apiURL, OwnerDatabaseURL: s.ownerURL, KeysFile: s.keysFile,
		VerificationNumber: verificationNumber, VerificationMailbox: "verify@" + mailDomain, Pids: pids,
	}
}
