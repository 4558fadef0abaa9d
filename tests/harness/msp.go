package harness

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// MSP is an MSP of a story's own, beside the demo MSP that the other stories share.
type MSP struct {
	*Desk
	Slug string
}

// MSP creates an MSP as an operator would, and opens its desk with an Admin's key.
func (s *Stack) MSP(t testing.TB, name string) MSP {
	t.Helper()
	s.begins(t)
	slug := "msp-" + unique()
	out, err := s.Countersign(t, "tenant", "create", name+" "+slug, "--slug", slug, "--email", slug+"@msp.example")
	require.NoError(t, err, out)
	key := "cs_" + rand.Text() + rand.Text()
	hash := sha256.Sum256([]byte(key))
	db, err := pgx.Connect(t.Context(), s.DatabaseURL)
	require.NoError(t, err)
	defer db.Close(context.WithoutCancel(t.Context()))
	var tenant uuid.UUID
	require.NoError(t, db.QueryRow(t.Context(), `SELECT tenant_id FROM door.tenants() WHERE slug = $1`, slug).Scan(&tenant))
	_, err = db.Exec(t.Context(), `SELECT set_config('countersign.tenant', $1, false)`, tenant.String())
	require.NoError(t, err)
	_, err = db.Exec(t.Context(), `INSERT INTO api_keys (tenant_id, id, name, prefix, secret_hash, scopes) VALUES ($1, $2, 'Story', 'cs_', $3, '{admin}')`, tenant, uuid.New(), hash[:])
	require.NoError(t, err)
	d := &Desk{Caller: NewCaller(s.APIURL+"/v1", key), T: t, Stack: s, Client: "Client " + unique()}
	reply := d.Do(t, http.MethodPost, "/companies", map[string]any{"name": d.Client})
	require.Equal(t, http.StatusCreated, reply.Status, string(reply.Body))
	d.Company = reply.JSON(t)["id"].(string)
	return MSP{d, slug}
}

// OwnAccount are the settings of the sandbox's second account at a carrier.
func (s *Stack) OwnAccount(t testing.TB, kind string) map[string]string {
	t.Helper()
	var all map[string]map[string]string
	s.Sandbox().Do(t, http.MethodGet, "/_sandbox/own-accounts", nil).Into(t, &all)
	return all[kind]
}

// SetsAccount has the MSP's messages leave by settings, and returns the lines that the operator reads.
func (m MSP) SetsAccount(kind string, settings map[string]string) (output string, err error) {
	var lines strings.Builder
	for name, value := range settings {
		lines.WriteString(name + "=" + value + "\n")
	}
	return m.Stack.CountersignReads(m.T, lines.String(), "tenant", "account", "set", "--tenant", m.Slug, "--kind", kind, "--address", m.Stack.SandboxURL+"/"+kind)
}

// RemovesAccount has the MSP's messages leave by the platform's account again.
func (m MSP) RemovesAccount(kind string, flags ...string) {
	m.T.Helper()
	out, err := m.Stack.Countersign(m.T, append([]string{"tenant", "account", "remove", "--tenant", m.Slug, "--kind", kind}, flags...)...)
	require.NoError(m.T, err, out)
}

// KillWorker ends the worker at once, has something done meanwhile, and waits until the supervisor has brought another.
func (s *Stack) KillWorker(t testing.TB, meanwhile func()) {
	t.Helper()
	require.NoError(t, s.Reload())
	killed := s.PIDs["worker"]
	require.NoError(t, syscall.Kill(killed, syscall.SIGKILL))
	meanwhile()
	require.Eventually(t, func() bool { return s.Reload() == nil && s.PIDs["worker"] != killed && s.Ready() }, wait, 50*time.Millisecond)
}
