package activities

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAPSAThatIsAwayIsAskedLessAndLess(t *testing.T) {
	t.Parallel()
	for attempt, pause := range map[int32]time.Duration{1: 2 * time.Second, 2: 4 * time.Second, 6: 64 * time.Second, 7: 2 * time.Minute, 100_000: 2 * time.Minute} {
		require.Equal(t, pause, awayPause(attempt), "after %d tries", attempt)
	}
}
