package children

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPausesGrowToACeilingAndStartOverAfterASteadyLife(t *testing.T) {
	t.Parallel()
	var b backoff
	var pauses []time.Duration
	for range 8 {
		pauses = append(pauses, b.next(time.Second))
	}
	require.Equal(t, []time.Duration{
		250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 15 * time.Second, 15 * time.Second,
	}, pauses)
	require.Equal(t, 250*time.Millisecond, b.next(time.Minute), "a steady life forgives what was before")
	require.Equal(t, 500*time.Millisecond, b.next(0))
}
