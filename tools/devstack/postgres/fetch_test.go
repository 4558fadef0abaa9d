package postgres

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// mirror serves programs as a Maven repository does: a jar that holds a .txz, and
// its checksum beside it.
func mirror(t *testing.T, tree string) (url string, downloads *atomic.Int64) {
	t.Helper()
	archive := filepath.Join(t.TempDir(), "postgres.txz")
	if out, err := exec.Command("tar", "-C", tree, "-cJf", archive, "bin").CombinedOutput(); err != nil {
		t.Skipf("tar with xz is needed to pack the archive: %s", out)
	}
	packed, err := os.ReadFile(archive)
	require.NoError(t, err)
	var jar bytes.Buffer
	w := zip.NewWriter(&jar)
	entry, err := w.Create("postgres-any.txz")
	require.NoError(t, err)
	_, err = entry.Write(packed)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	sum := sha256.Sum256(jar.Bytes())

	downloads = new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !strings.Contains(r.URL.Path, "/io/zonky/test/postgres/embedded-postgres-binaries-"):
			http.NotFound(w, r)
		case strings.HasSuffix(r.URL.Path, ".sha256"):
			_, _ = w.Write([]byte(hex.EncodeToString(sum[:])))
		default:
			downloads.Add(1)
			_, _ = w.Write(jar.Bytes())
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, downloads
}

func TestPostgresIsDownloadedOnceAndUnderstood(t *testing.T) {
	t.Parallel()
	tree := t.TempDir()
	bin := install(t, tree, "16", "postgres", "initdb", "pg_ctl")
	// What the library does after unpacking fails, as it does for root.
	require.NoError(t, os.WriteFile(filepath.Join(bin, "initdb"), []byte("#!/bin/sh\nexit 1\n"), 0o755))
	url, downloads := mirror(t, filepath.Join(tree, "16"))

	dir := filepath.Join(t.TempDir(), "postgres-16")
	for range 2 {
		got, err := Fetch(t.Context(), url, dir)
		require.NoError(t, err)
		require.Equal(t, Binaries{Dir: filepath.Join(dir, "bin"), Major: FetchedMajor}, got)
		major, err := version(got)
		require.NoError(t, err)
		require.Equal(t, FetchedMajor, major)
	}
	require.EqualValues(t, 1, downloads.Load())
}

func TestAFailedDownloadSaysWhatToDoInstead(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	_, err := Fetch(context.Background(), server.URL, filepath.Join(t.TempDir(), "postgres"))
	require.ErrorContains(t, err, "install Postgres 15 or newer")
	require.ErrorContains(t, err, "or set COUNTERSIGN_DATABASE_URL")
}
