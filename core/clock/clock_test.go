package clock

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNowIsWhatPostgresKeeps(t *testing.T) {
	now := Now()
	require.Equal(t, time.UTC, now.Location())
	require.Equal(t, now, now.Truncate(time.Microsecond))
	require.WithinDuration(t, time.Now(), now, time.Minute)
}

func TestAnOrdinaryBuildsClockDoesNotMove(t *testing.T) {
	if Movable {
		t.Skip("this build's clock moves")
	}
	t.Setenv("COUNTERSIGN_CLOCK_FILE", "clock_test.go")
	require.Zero(t, Ahead())
}
