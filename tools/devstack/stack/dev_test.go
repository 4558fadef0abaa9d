package stack

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/tools/devstack/ports"
)

func exampleSite(t *testing.T) site {
	t.Helper()
	s, err := newSite(Options{State: "/state", Ports: ports.From(21000)},
		"postgres://owner:top@127.0.0.1:21005/postgres?sslmode=disable", Secrets{DatabaseAPIPassword: "a/b"})
	require.NoError(t, err)
	return s
}

func TestDevJSONHoldsWhatTestsRelyOn(t *testing.T) {
	t.Parallel()
	dev := exampleSite(t).dev(seeded{TenantID: "tenant", ConsoleEmail: "a@b.example", ConsolePassword: "p", APIKey: "k"}, Pids{Postgres: 1, Temporal: 2, API: 3, Worker: 4, Sandbox: 5})
	text, err := json.Marshal(dev)
	require.NoError(t, err)
	require.JSONEq(t, `{
		"api_url": "http://localhost:21000", "api_key": "k", "tenant_id": "tenant",
		"console_url": "http://localhost:21000/", "console_email": "a@b.example", "console_password": "p",
		"pod_url": "http://localhost:21000/pod", "sandbox_url": "http://localhost:21002",
		"temporal_ui_url": "http://localhost:21004", "temporal_address": "127.0.0.1:21003", "temporal_namespace": "countersign",
		"database_url": "postgres://countersign_api:a%2Fb@127.0.0.1:21005/countersign?sslmode=disable",
		"owner_database_url": "postgres://owner:top@127.0.0.1:21005/countersign?sslmode=disable",
		"keys_file": "/state/keys.json", "verification_number": "+12025550100", "verification_mailbox": "verify@help.bluepeak.example",
		"pids": {"postgres": 1, "temporal": 2, "api": 3, "worker": 4, "sandbox": 5}
	}`, string(text))
}

func TestServicesNeverLearnTheOwnersAccount(t *testing.T) {
	t.Setenv("COUNTERSIGN_DATABASE_URL", "postgres://boss:secret@db.example/postgres")
	t.Setenv("COUNTERSIGN_MIGRATE_URL", "postgres://boss:secret@db.example/countersign")
	t.Setenv("COUNTERSIGN_LOG_LEVEL", "debug")
	place := exampleSite(t)
	service := strings.Join(inherited(place.product(Secrets{})), "\n")
	require.NotContains(t, service, "boss")
	require.NotContains(t, service, "owner:top")
	require.Contains(t, service, "COUNTERSIGN_LOG_LEVEL=debug", "what the stack has no opinion on comes from the shell")
	require.Contains(t, strings.Join(inherited(place.preparing(Secrets{})), "\n"), "COUNTERSIGN_MIGRATE_URL=postgres://owner:top@")
	require.NotContains(t, strings.Join(inherited(place.sandbox(Secrets{}, "/data", seeded{SendGridIntegration: "id"})), "\n"), "postgres://")
}

func TestSecretsAreMadeOnceAndKeptToTheirOwner(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secrets.json")
	first, err := loadSecrets(path)
	require.NoError(t, err)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	again, err := loadSecrets(path)
	require.NoError(t, err)
	require.Equal(t, first, again)
	require.Len(t, first.TwilioAccountSID, 34)

	other, err := loadSecrets(filepath.Join(t.TempDir(), "secrets.json"))
	require.NoError(t, err)
	require.NotEqual(t, first.SeedAPIKey, other.SeedAPIKey)

	// A file of an older version gets what it lacks and keeps what it has.
	require.NoError(t, writeJSON(path, map[string]string{"seed_password": "kept"}))
	completed, err := loadSecrets(path)
	require.NoError(t, err)
	require.Equal(t, "kept", completed.SeedPassword)
	require.NotEmpty(t, completed.SendGridWebhookSigner)

	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	_, err = loadSecrets(path)
	require.ErrorContains(t, err, "is damaged")
}

func TestAReaderNeverSeesHalfAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dev.json")
	require.NoError(t, writeJSON(path, Dev{APIKey: strings.Repeat("a", 1<<16)}))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 200 {
			if writeJSON(path, Dev{APIKey: strings.Repeat("b", 1<<16)}) != nil {
				return
			}
		}
	}()
	for reading := true; reading; {
		select {
		case <-done:
			reading = false
		default:
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, json.Valid(text))
	}
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1, "no temporary file stays behind")
}

func TestTheTableLinesUpAndLeavesOutWhatIsNotThere(t *testing.T) {
	t.Parallel()
	dev := exampleSite(t).dev(seeded{}, Pids{})
	text := table(dev, "/state", 3*time.Second)
	require.Contains(t, text, "\n  Console       http://localhost:21000/\n")
	require.Contains(t, text, "\n  Temporal UI   http://localhost:21004/\n")
	require.NotContains(t, text, "Password")
	require.NotContains(t, text, "\n\n\n")
}
