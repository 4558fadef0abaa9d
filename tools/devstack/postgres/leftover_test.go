package postgres

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALockOfAnotherProcessIsTakenAway(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	lock := filepath.Join(dataIn(home), "postmaster.pid")
	require.NoError(t, StopLeftover(t.Context(), home), "nothing there, nothing to do")
	require.NoError(t, os.Mkdir(dataIn(home), 0o700))

	// This very process lives, but it is no server of that folder: its number was
	// given out anew.
	require.NoError(t, os.WriteFile(lock, fmt.Appendf(nil, "%d\n%s\n", os.Getpid(), dataIn(home)), 0o600))
	require.NoError(t, StopLeftover(t.Context(), home))
	require.NoFileExists(t, lock)

	require.NoError(t, os.WriteFile(lock, []byte("not a number\n"), 0o600))
	require.ErrorContains(t, StopLeftover(t.Context(), home), "does not begin with a process id")
	require.FileExists(t, lock)
}
