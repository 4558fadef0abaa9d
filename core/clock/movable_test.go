//go:build countersign_clock

package clock

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheClockFollowsItsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clock")
	t.Setenv("COUNTERSIGN_CLOCK_FILE", path)
	require.Zero(t, Ahead(), "without the file")
	require.NoError(t, os.WriteFile(path, []byte("36h\n"), 0o600))
	require.WithinDuration(t, time.Now().Add(36*time.Hour), Now(), time.Minute)
}
