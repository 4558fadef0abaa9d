package harness

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// Dump returns what a thief of the disk would read, by name: every table of every database ("temporal.executions"), every log ("log/api"), the metrics.
// Binary columns are in hex, as in a Postgres dump.
func (s *Stack) Dump(t testing.TB) map[string]string {
	t.Helper()
	dump := map[string]string{}
	for _, database := range []string{"countersign", "temporal", "temporal_visibility"} {
		s.dumpDatabase(t, database, dump)
	}
	logs, err := filepath.Glob(filepath.Join(s.Dir, "logs", "*.log"))
	require.NoError(t, err)
	require.NotEmpty(t, logs)
	for _, log := range logs {
		raw, err := os.ReadFile(log)
		require.NoError(t, err)
		if name := filepath.Base(log); name != "sandbox.log" { // the sandbox plays the outside world
			dump["log/"+name] = string(raw)
		}
	}
	dump["metrics/api"] = string(NewCaller(s.APIURL, "").Do(t, http.MethodGet, "/metrics", nil).Body)
	return dump
}

func (s *Stack) dumpDatabase(t testing.TB, database string, into map[string]string) {
	t.Helper()
	address, err := url.Parse(s.OwnerDatabaseURL)
	require.NoError(t, err)
	address.Path = "/" + database
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address.String())
	require.NoError(t, err)
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, `SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.NotEmpty(t, tables)
	for _, table := range tables {
		var content bytes.Buffer
		_, err := conn.PgConn().CopyTo(ctx, &content, "COPY "+table+" TO STDOUT")
		require.NoError(t, err, table)
		into[database+"."+table] = content.String()
	}
}
