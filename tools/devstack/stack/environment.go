package stack

import (
	"maps"
	"os"
	"slices"
	"strings"

	"countersign/tools/devstack/ports"
)

// product is the environment of every countersign command. Each database and
// provider it names belongs to this stack, whatever the developer's shell says.
func (s site) product(secrets Secrets) map[string]string {
	return map[string]string{
		"COUNTERSIGN_DATABASE_URL":         s.apiURL,
		"COUNTERSIGN_KEYS_FILE":            s.keysFile,
		"COUNTERSIGN_TEMPORAL_ADDRESS":     ports.Address(s.ports.Temporal),
		"COUNTERSIGN_TEMPORAL_NAMESPACE":   namespace,
		"COUNTERSIGN_TEMPORAL_UI_ORIGIN":   s.uiURL(),
		"COUNTERSIGN_LISTEN":               ports.Address(s.ports.API),
		"COUNTERSIGN_WORKER_LISTEN":        ports.Address(s.ports.Worker),
		"COUNTERSIGN_PUBLIC_URL":           s.publicURL(),
		"COUNTERSIGN_PSA_PRIVATE_NETWORKS": "127.0.0.1/32 ::1/128",                  // the sandbox's PSAs
		"COUNTERSIGN_POD_ANCESTORS":        "http://localhost:* http://127.0.0.1:*", // any page of this machine may frame the pod
		"COUNTERSIGN_SANDBOX_URL":          s.sandboxURL(),
		"COUNTERSIGN_TWILIO_BASE_URL":      s.sandboxURL() + "/twilio",
		"COUNTERSIGN_TWILIO_ACCOUNT_SID":   secrets.TwilioAccountSID,
		"COUNTERSIGN_TWILIO_AUTH_TOKEN":    secrets.TwilioAuthToken,
		"COUNTERSIGN_TWILIO_FROM":          verificationNumber,
		"COUNTERSIGN_SENDGRID_BASE_URL":    s.sandboxURL() + "/sendgrid",
		"COUNTERSIGN_SENDGRID_API_KEY":     secrets.SendGridAPIKey,
		"COUNTERSIGN_SENDGRID_FROM":        mailFrom,
		"COUNTERSIGN_SENDGRID_WEBHOOK_KEY": secrets.SendGridWebhookKey,
	}
}

// preparing adds what only migrate and seed may know: the account that owns the
// database, and the demo credentials to set.
func (s site) preparing(secrets Secrets) map[string]string {
	env := s.product(secrets)
	env["COUNTERSIGN_MIGRATE_URL"] = s.ownerURL
	env["COUNTERSIGN_SEED_PASSWORD"] = secrets.SeedPassword
	env["COUNTERSIGN_SEED_API_KEY"] = secrets.SeedAPIKey
	// What the sandbox's ConnectWise answers to unless it is told otherwise; it protects nothing.
	env["COUNTERSIGN_SEED_CONNECTWISE_URL"] = s.sandboxURL() + "/connectwise"
	env["COUNTERSIGN_SEED_CONNECTWISE_COMPANY"] = "sandbox"
	env["COUNTERSIGN_SEED_CONNECTWISE_PUBLIC_KEY"] = "sandbox-public-key"
	env["COUNTERSIGN_SEED_CONNECTWISE_PRIVATE_KEY"] = "sandbox-private-key"
	env["COUNTERSIGN_SEED_CONNECTWISE_CLIENT_ID"] = "5c0de5a9-7b1d-4d44-9e0c-3f9b6a1d2c11"
	env["COUNTERSIGN_SEED_TICKET_DEFAULTS"] = "board=1,company=2,sms_received=13"
	return env
}

func (s site) sandbox(secrets Secrets, data string, seed seeded) map[string]string {
	return map[string]string{
		"SANDBOX_LISTEN":                       ports.Address(s.ports.Sandbox),
		"SANDBOX_DATA":                         data,
		"SANDBOX_TWILIO_ACCOUNT_SID":           secrets.TwilioAccountSID,
		"SANDBOX_TWILIO_AUTH_TOKEN":            secrets.TwilioAuthToken,
		"SANDBOX_SENDGRID_API_KEY":             secrets.SendGridAPIKey,
		"SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY": secrets.SendGridWebhookSigner,
		"SANDBOX_SENDGRID_EVENT_URL":           s.publicURL() + "/webhooks/sendgrid/" + seed.SendGridIntegration + "/events",
		"SANDBOX_NUMBERS":                      verificationNumber + "=" + s.publicURL() + "/webhooks/twilio/" + seed.TwilioIntegration + "/messages#rc=5&rp=all",
		"SANDBOX_MAILBOXES":                    mailDomain + "=" + s.publicURL() + "/webhooks/sendgrid/" + seed.SendGridIntegration + "/inbound?key=" + seed.InboundKey,
	}
}

// inherited is the caller's environment with values put in, sorted. What belongs
// to the stack itself (the owner URL among it) does not reach its children.
func inherited(values map[string]string) []string {
	env := map[string]string{}
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		if name == "COUNTERSIGN_DATABASE_URL" || name == "COUNTERSIGN_MIGRATE_URL" || strings.HasPrefix(name, "COUNTERSIGN_DEV_") {
			continue
		}
		env[name] = value
	}
	maps.Copy(env, values)
	pairs := make([]string, 0, len(env))
	for _, name := range slices.Sorted(maps.Keys(env)) {
		pairs = append(pairs, name+"="+env[name])
	}
	return pairs
}
