package dispatch

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

func TestUpdatesRunOneByOneAndTheQueueIsBounded(t *testing.T) {
	t.Parallel()
	limiter, id := newUpdateLimiter(), uuid.New()
	hold, err := limiter.acquire(t.Context(), id)
	require.NoError(t, err)
	var inside, most, passed, refused atomic.Int64
	var all sync.WaitGroup
	refusedAll := make(chan struct{})
	for range 200 {
		all.Go(func() {
			done, err := limiter.acquire(t.Context(), id)
			if err != nil {
				require.Equal(t, problem.RateLimited, problem.From(err).Code)
				if refused.Add(1) == 200-(updatesWaiting-1) {
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
	require.EqualValues(t, updatesWaiting-1, passed.Load())
	require.Empty(t, limiter.queues, "an empty queue is deleted")
}

func TestACancelledUpdateLeavesTheQueue(t *testing.T) {
	t.Parallel()
	limiter, id := newUpdateLimiter(), uuid.New()
	hold, err := limiter.acquire(t.Context(), id)
	require.NoError(t, err)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = limiter.acquire(gone, id)
	require.True(t, errors.Is(err, problem.New(problem.Unavailable, "")))
	hold()
	require.Empty(t, limiter.queues)
}
