package harness

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// StartMovable brings up a stack whose clock can be put ahead, until the test ends. It is the test's alone: a test that shared it would share its time.
func StartMovable(t testing.TB) *Stack {
	t.Helper()
	bin, err := binaries()
	require.NoError(t, err)
	product := filepath.Join(bin, "movable-clock")
	_, err = os.Stat(filepath.Join(product, "countersign"))
	require.NoError(t, err, "run `make build-clock` first")
	s, err := start(bin, product)
	require.NoError(t, err)
	t.Cleanup(func() {
		defer s.Stop()
		require.NoError(t, s.checkAll())
	})
	return s
}

// clockFile says how far the clock of the product and the sandbox is ahead.
func (s *Stack) clockFile() string { return filepath.Join(s.Dir, "clock") }

// Ahead is how far the product's clock is ahead of ours.
func (s *Stack) Ahead(t testing.TB) time.Duration {
	t.Helper()
	text, err := os.ReadFile(s.clockFile())
	if os.IsNotExist(err) {
		return 0
	}
	require.NoError(t, err)
	ahead, err := time.ParseDuration(string(text))
	require.NoError(t, err)
	return ahead
}

// ClockForward puts the clock of the product and the sandbox ahead. Timers of running workflows follow within a second; activity retries, Temporal's schedules
// and the pace of sweeps stay on real time.
func (d *Desk) ClockForward(by time.Duration) {
	d.T.Helper()
	ahead := d.Stack.Ahead(d.T) + by
	beside := d.Stack.clockFile() + ".new" // renamed, so that no process reads half of it
	require.NoError(d.T, os.WriteFile(beside, []byte(ahead.String()), 0o600))
	require.NoError(d.T, os.Rename(beside, d.Stack.clockFile()))
}
