package harness

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Countersign runs a command of the product's own binary against the stack, as an operator would.
func (s *Stack) Countersign(t testing.TB, args ...string) (output string, err error) {
	t.Helper()
	return s.CountersignReads(t, "", args...)
}

// CountersignReads runs a command that reads input.
func (s *Stack) CountersignReads(t testing.TB, input string, args ...string) (output string, err error) {
	t.Helper()
	cmd := exec.Command(filepath.Join(s.Bin, "countersign"), args...)
	cmd.Stdin = strings.NewReader(input)
	cmd.Env = append(os.Environ(),
		"COUNTERSIGN_DATABASE_URL="+s.DatabaseURL, "COUNTERSIGN_MIGRATE_URL="+s.OwnerDatabaseURL, "COUNTERSIGN_KEYS_FILE="+s.KeysFile,
		"COUNTERSIGN_TEMPORAL_ADDRESS="+s.TemporalAddress, "COUNTERSIGN_TEMPORAL_NAMESPACE="+s.TemporalNamespace, "COUNTERSIGN_PUBLIC_URL="+s.APIURL,
		"COUNTERSIGN_TWILIO_BASE_URL="+s.SandboxURL+"/twilio", "COUNTERSIGN_SENDGRID_BASE_URL="+s.SandboxURL+"/sendgrid",
		"COUNTERSIGN_PSA_PRIVATE_NETWORKS=127.0.0.0/8", "COUNTERSIGN_TWILIO_FROM="+s.VerificationNumber, "COUNTERSIGN_SENDGRID_FROM=desk@countersign.example")
	for name, value := range s.secrets(t) {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	raw, err := cmd.CombinedOutput()
	return string(raw), err
}

// secrets are the providers' credentials that devstack made up for this stack.
func (s *Stack) secrets(t testing.TB) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(s.Dir, "secrets.json"))
	require.NoError(t, err)
	var kept struct {
		SID        string `json:"twilio_account_sid"`
		Token      string `json:"twilio_auth_token"`
		SendGrid   string `json:"sendgrid_api_key"`
		WebhookKey string `json:"sendgrid_webhook_key"`
	}
	require.NoError(t, json.Unmarshal(raw, &kept))
	return map[string]string{
		"COUNTERSIGN_TWILIO_ACCOUNT_SID": kept.SID, "COUNTERSIGN_TWILIO_AUTH_TOKEN": kept.Token,
		"COUNTERSIGN_SENDGRID_API_KEY": kept.SendGrid, "COUNTERSIGN_SENDGRID_WEBHOOK_KEY": kept.WebhookKey,
	}
}

// File writes content to a file of the test's own and returns its path.
func File(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}
