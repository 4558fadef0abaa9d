package dispatch

import (
	"context"
	"sync"

	"github.com/google/uuid"

	"countersign/core/problem"
)

// updatesWaiting is how many updates of one verification may run or wait in this process. Temporal takes ten of a run at a time; a technician needs one.
const updatesWaiting = 10

// updateLimiter lets the updates of a verification pass one after the other. Attempts that come by the hundred meet a full queue instead of a busy run.
type updateLimiter struct {
	mu     sync.Mutex
	queues map[uuid.UUID]*updateQueue
}

type updateQueue struct {
	token chan struct{} // holds one token: the right to run
	count int           // running and waiting
}

func newUpdateLimiter() *updateLimiter { return &updateLimiter{queues: map[uuid.UUID]*updateQueue{}} }

// acquire waits until an update of a verification may run; release lets the next one. problem.RateLimited when the queue is full.
func (l *updateLimiter) acquire(ctx context.Context, verification uuid.UUID) (release func(), err error) {
	queue, ok := l.enter(verification)
	if !ok {
		return nil, problem.Later(problem.RateLimited, busyPause)
	}
	select {
	case <-queue.token:
		return func() {
			queue.token <- struct{}{}
			l.leave(verification, queue)
		}, nil
	case <-ctx.Done():
		l.leave(verification, queue)
		return nil, problem.Later(problem.Unavailable, busyPause)
	}
}

func (l *updateLimiter) enter(verification uuid.UUID) (*updateQueue, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, ok := l.queues[verification]
	if !ok {
		queue = &updateQueue{token: make(chan struct{}, 1)}
		queue.token <- struct{}{}
		l.queues[verification] = queue
	}
	if queue.count >= updatesWaiting {
		return nil, false
	}
	queue.count++
	return queue, true
}

func (l *updateLimiter) leave(verification uuid.UUID, queue *updateQueue) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if queue.count--; queue.count == 0 {
		delete(l.queues, verification)
	}
}
