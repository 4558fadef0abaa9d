package postgres

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	embedded "github.com/fergusstrange/embedded-postgres"
	"github.com/stretchr/testify/require"
)

// install makes a folder look like one with server programs; its name is its version.
func install(t *testing.T, root, major string, programs ...string) string {
	t.Helper()
	dir := filepath.Join(root, major, "bin")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	for _, name := range programs {
		script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + major + ".3 (Some Distribution)'\n"
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755))
	}
	return dir
}

func find(root, path string, major int) (Binaries, error) {
	return choose(candidates(path, []string{filepath.Join(root, "*", "bin")}), major, version)
}

func TestTheNewestUsablePostgresIsChosen(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	install(t, root, "14", "postgres", "initdb")
	want := install(t, root, "16", "postgres", "initdb")
	install(t, root, "17", "postgres") // a client package without initdb
	got, err := find(root, "", 0)
	require.NoError(t, err)
	require.Equal(t, Binaries{Dir: want, Major: 16}, got)
}

func TestExistingDataIsRunByItsOwnVersionOnly(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	install(t, root, "16", "postgres", "initdb")
	want := install(t, root, "15", "postgres", "initdb")
	got, err := find(root, "", 15)
	require.NoError(t, err)
	require.Equal(t, want, got.Dir)

	_, err = find(root, "", 17)
	require.ErrorIs(t, err, ErrNotInstalled)
	require.ErrorContains(t, err, "of version 17, which made the data of this stack (here: 15, 16)")
}

func TestALinkOnPathLeadsToTheWholeInstallation(t *testing.T) {
	t.Parallel()
	root, path := t.TempDir(), t.TempDir()
	real := install(t, filepath.Join(root, "elsewhere"), "15", "postgres", "initdb")
	require.NoError(t, os.Symlink(filepath.Join(real, "postgres"), filepath.Join(path, "postgres")))
	got, err := find(root, path, 0)
	require.NoError(t, err)
	real, err = filepath.EvalSymlinks(real)
	require.NoError(t, err)
	require.Equal(t, real, got.Dir)
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	_, err := find(root, "", 0)
	require.Equal(t, ErrNotInstalled, err)
	install(t, root, "13", "postgres", "initdb")
	_, err = find(root, "", 0)
	require.EqualError(t, err, "no Postgres found of version 15 or newer (here: 13)")
}

func TestAProgramThatWillNotTellItsVersionIsPassedOver(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	install(t, root, "15", "postgres", "initdb")
	broken := func(Binaries) (int, error) { return 0, errors.New("exec format error") }
	_, err := choose(candidates("", []string{filepath.Join(root, "*", "bin")}), 0, broken)
	require.ErrorIs(t, err, ErrNotInstalled)
}

func TestTheFetchedVersionIsNamedRight(t *testing.T) {
	t.Parallel()
	require.True(t, strings.HasPrefix(string(embedded.V16), "16."))
	require.Equal(t, 16, FetchedMajor)
	require.GreaterOrEqual(t, FetchedMajor, OldestMajor)
}
