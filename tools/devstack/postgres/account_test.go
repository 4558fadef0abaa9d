package postgres

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// stranger owns nothing and is in nobody's group.
var stranger = Account{Name: "stranger", Credential: &syscall.Credential{Uid: 4_000_000, Gid: 4_000_000}}

func TestOnlyRootNeedsAnotherAccount(t *testing.T) {
	t.Parallel()
	account, err := ChooseAccount(1000)
	require.NoError(t, err)
	require.Nil(t, account.Credential)
	require.True(t, account.reaches("/nowhere/at/all"), "the caller's own account is not second-guessed")
}

func TestAStrangerReachesOnlyWhatEveryFolderAboveAllows(t *testing.T) {
	t.Parallel()
	root := openRoot(t)
	inner := filepath.Join(root, "closed", "inner")
	require.NoError(t, os.MkdirAll(inner, 0o755))
	require.True(t, stranger.reaches(inner))
	require.NoError(t, os.Chmod(filepath.Dir(inner), 0o700))
	require.False(t, stranger.reaches(inner))
	require.NoError(t, os.Chmod(filepath.Dir(inner), 0o711), "passing through needs no right to list")
	require.True(t, stranger.reaches(inner))

	me := Account{Credential: &syscall.Credential{Uid: uint32(os.Geteuid()), Gid: uint32(os.Getegid())}}
	require.NoError(t, os.Chmod(filepath.Dir(inner), 0o700))
	require.True(t, me.reaches(inner), "its owner passes")
	require.NoError(t, os.Chmod(filepath.Dir(inner), 0o077))
	require.False(t, me.reaches(inner), "the owner's own bits decide, not those of others")
	require.NoError(t, os.Chmod(filepath.Dir(inner), 0o700))
}

func TestTheDataStaysInTheStateFolderUnlessItCannotBeReached(t *testing.T) {
	t.Parallel()
	root := openRoot(t)
	state := filepath.Join(root, "closed", "state")
	require.NoError(t, os.MkdirAll(state, 0o700))

	home, err := ChooseHome(state, stranger)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(state, "postgres"), home)
	info, err := os.Stat(state)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o711), info.Mode().Perm(), "others pass through and cannot look around")

	require.NoError(t, os.Chmod(filepath.Dir(state), 0o700))
	elsewhere, err := ChooseHome(state, stranger)
	require.NoError(t, err)
	t.Cleanup(func() { os.Remove(elsewhere) })
	require.NotContains(t, elsewhere, state)
	require.True(t, stranger.reaches(elsewhere))
	again, err := ChooseHome(state, stranger)
	require.NoError(t, err)
	require.Equal(t, elsewhere, again)
	other := filepath.Join(root, "closed", "other")
	require.NoError(t, os.Mkdir(other, 0o700))
	third, err := ChooseHome(other, stranger)
	require.NoError(t, err)
	t.Cleanup(func() { os.Remove(third) })
	require.NotEqual(t, elsewhere, third, "two state folders never share one cluster")
}

// openRoot is a folder that everybody reaches; the one testing gives is not.
func openRoot(t *testing.T) string {
	t.Helper()
	root, err := os.MkdirTemp("", "devstack-test-")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(root) })
	require.NoError(t, os.Chmod(root, 0o755))
	require.NoError(t, os.Mkdir(filepath.Join(root, "closed"), 0o755))
	return root
}
