package storetest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"countersign/core/admission"
	"countersign/core/keys"
	"countersign/schemas"
	"countersign/store"
	"countersign/store/tenants"
)

// New opens a store on a database of its own, with a new key ring. Tests that use it run side by side.
func New(t testing.TB) *store.Store {
	t.Helper()
	s, _ := NewWithOwner(t)
	return s
}

// NewWithOwner is New for tests that also look at the database from outside, as its owner.
func NewWithOwner(t testing.TB) (s *store.Store, ownerURL string) {
	t.Helper()
	ownerURL = Database(t)
	s, err := store.Open(t.Context(), ownerURL, keys.Generate())
	require.NoError(t, err)
	owners.Store(s, ownerURL)
	t.Cleanup(func() {
		owners.Delete(s)
		s.Close()
	})
	return s, ownerURL
}

// owners are the owners' URLs of open stores.
var owners sync.Map

// Assign gives a number or mailbox to an MSP, as an operator does.
func Assign(t testing.TB, s *store.Store, tenant uuid.UUID, kind, value string) {
	t.Helper()
	owner, ok := owners.Load(s)
	require.True(t, ok)
	require.NoError(t, store.AssignSender(t.Context(), owner.(string), slugOf(t, s, tenant), kind, value))
}

// Release takes a number or mailbox from an MSP again.
func Release(t testing.TB, s *store.Store, tenant uuid.UUID, kind, value string) {
	t.Helper()
	owner, ok := owners.Load(s)
	require.True(t, ok)
	require.NoError(t, store.RemoveSender(t.Context(), owner.(string), slugOf(t, s, tenant), kind, value))
}

// Allow changes what an MSP may set and send at most, as an operator does.
func Allow(t testing.TB, s *store.Store, tenant uuid.UUID, change func(*admission.Ceilings)) {
	t.Helper()
	owner, ok := owners.Load(s)
	require.True(t, ok)
	_, err := store.SetCeilings(t.Context(), owner.(string), slugOf(t, s, tenant), change)
	require.NoError(t, err)
}

func slugOf(t testing.TB, s *store.Store, tenant uuid.UUID) (slug string) {
	t.Helper()
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		return tx.QueryRow(ctx, `SELECT slug FROM tenants`).Scan(&slug)
	}))
	return slug
}

// Database makes a migrated database and returns its owner's URL. It goes away with the test.
func Database(t testing.TB) string {
	t.Helper()
	server, err := cluster()
	require.NoError(t, err)
	from, err := template()
	require.NoError(t, err)
	name := "t_" + rand.Text()
	require.NoError(t, admin(server, fmt.Sprintf(`CREATE DATABASE %s TEMPLATE %s`, pgx.Identifier{name}.Sanitize(), from)))
	t.Cleanup(func() {
		require.NoError(t, admin(server, fmt.Sprintf(`DROP DATABASE IF EXISTS %s WITH (FORCE)`, pgx.Identifier{name}.Sanitize())))
	})
	return at(server, name)
}

// template is a database with the schema of this build, made once per server.
var template = sync.OnceValues(func() (string, error) {
	server, err := cluster()
	if err != nil {
		return "", err
	}
	name := "countersign_template_" + schemaHash()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server.String())
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	// Packages that share a server wait for the one that makes the template.
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(hashtext('countersign template'))`); err != nil {
		return "", err
	}
	var exists bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)`, name).Scan(&exists); err != nil || exists {
		return name, err
	}
	if _, err := conn.Exec(ctx, `DROP DATABASE IF EXISTS `+name); err != nil { // one that a killed run left half made
		return "", err
	}
	if _, err := conn.Exec(ctx, `CREATE DATABASE `+name); err != nil {
		return "", err
	}
	if err := store.Migrate(ctx, at(server, name)); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, `ALTER DATABASE `+name+` IS_TEMPLATE true`)
	return name, err
})

func schemaHash() string {
	hash := sha256.New()
	files, err := fs.Glob(schemas.Migrations, "sql/migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, file := range files {
		body, err := schemas.Migrations.ReadFile(file)
		if err != nil {
			panic(err) // embedded
		}
		hash.Write(body)
	}
	return hex.EncodeToString(hash.Sum(nil)[:6])
}

func at(server *url.URL, database string) string {
	u := *server
	u.Path = "/" + database
	return u.String()
}

// admin runs one statement as the superuser. Postgres refuses to copy a template while another copy is just ending; that is worth another try.
func admin(server *url.URL, sql string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server.String())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for range 20 {
		_, err = conn.Exec(ctx, sql)
		if pgErr, ok := errors.AsType[*pgconn.PgError](err); !ok || pgErr.Code != "55006" { // object_in_use
			break
		}
	}
	return err
}

// Tenant creates an MSP without users and returns its id.
func Tenant(t testing.TB, s *store.Store) uuid.UUID {
	t.Helper()
	slug := "msp-" + strings.ToLower(rand.Text())
	tenant, _, err := tenants.Create(t.Context(), s, slug, "MSP "+slug)
	require.NoError(t, err)
	return tenant
}
