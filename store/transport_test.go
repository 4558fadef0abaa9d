package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/keys"
	"countersign/store"
	"countersign/store/storetest"
)

func TestWhichURLsGoInClear(t *testing.T) {
	t.Parallel()
	for url, clear := range map[string]bool{
		"postgres://u:p@db.example/c":                     true,
		"postgres://u:p@db.example/c?sslmode=disable":     true,
		"postgres://u:p@db.example/c?sslmode=allow":       true,
		"postgres://u:p@db.example/c?sslmode=prefer":      true,
		"postgres://u:p@10.0.0.7:5432/c":                  true,
		"host=db.example user=u dbname=c":                 true,
		"postgres://u:p@localhost,db.example/c":           true,
		"postgres://u:p@db.example/c?sslmode=require":     false,
		"postgres://u:p@db.example/c?sslmode=verify-full": false,
		"postgres://u:p@localhost/c":                      false,
		"postgres://u:p@127.0.0.1/c?sslmode=disable":      false,
		"postgres://u:p@[::1]/c?sslmode=disable":          false,
		"postgres:///c?host=/var/run/postgresql":          false,
		"::not a url":                                     false,
	} {
		require.Equal(t, clear, store.InClear(url), url)
	}
}

// TLS and its files come through the URL, for those who serve and for those who migrate.
func TestADatabaseIsReachedOverTLS(t *testing.T) {
	t.Parallel()
	server := storetest.NewTLS(t)
	ctx := context.Background()
	proven := server.URL + "?sslmode=verify-full&sslrootcert=" + server.CA
	require.NoError(t, store.Migrate(ctx, proven))
	s, err := store.Open(ctx, proven, keys.Generate())
	require.NoError(t, err)
	t.Cleanup(s.Close)
	require.NoError(t, s.Ping(ctx))

	for name, url := range map[string]string{
		"another authority": server.URL + "?sslmode=verify-full&sslrootcert=" + server.OtherCA,
		"another name":      strings.Replace(proven, "127.0.0.1", "localhost", 1),
		"no TLS":            server.URL + "?sslmode=disable",
	} {
		_, err := store.Open(ctx, url, keys.Generate())
		require.Error(t, err, name)
		require.Error(t, store.Migrate(ctx, url), name)
	}
}
