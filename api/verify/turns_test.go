package verify

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/problem"
)

func TestTurnsPassOneByOneAndTheLineIsBounded(t *testing.T) {
	t.Parallel()
	line, id := newTurns(), uuid.New()
	hold, err := line.take(t.Context(), id)
	require.NoError(t, err)
	var inside, most, passed, refused atomic.Int64
	var all sync.WaitGroup
	refusedAll := make(chan struct{})
	for range 200 {
		all.Go(func() {
			done, err := line.take(t.Context(), id)
			if err != nil {
				require.Equal(t, problem.RateLimited, problem.From(err).Code)
				if refused.Add(1) == 200-(inLine-1) {
					close(refusedAll)
				}
				return
			}
			most.Store(max(most.Load(), inside.Add(1)))
			passed.Add(1)
			inside.Add(-1)
			done()
		})
	}
	<-refusedAll
	hold()
	all.Wait()
	require.EqualValues(t, 1, most.Load())
	require.EqualValues(t, inLine-1, passed.Load())
	require.Empty(t, line.lines, "nothing is kept of a line that is gone")
}

func TestWhoeverGoesAwayLeavesTheLine(t *testing.T) {
	t.Parallel()
	line, id := newTurns(), uuid.New()
	hold, err := line.take(t.Context(), id)
	require.NoError(t, err)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = line.take(gone, id)
	require.True(t, errors.Is(err, problem.New(problem.Unavailable, "")))
	hold()
	require.Empty(t, line.lines)
}
