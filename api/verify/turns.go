package verify

import (
	"context"
	"sync"

	"github.com/google/uuid"

	"countersign/core/problem"
)

// inLine is how many updates of one verification may run or wait in this process. Temporal takes ten of a run at a time; a technician needs one.
const inLine = 10

// turns lets the updates of a verification pass one after the other. Guesses that come by the hundred meet a full line instead of a busy run.
type turns struct {
	mu    sync.Mutex
	lines map[uuid.UUID]*line
}

type line struct {
	turn  chan struct{} // holds one token
	count int           // running and waiting
}

func newTurns() *turns { return &turns{lines: map[uuid.UUID]*line{}} }

// take waits for the turn of a verification; done gives it on. problem.RateLimited when the line is full.
func (t *turns) take(ctx context.Context, id uuid.UUID) (done func(), err error) {
	l, ok := t.join(id)
	if !ok {
		return nil, problem.Later(problem.RateLimited, UpdatePause)
	}
	select {
	case <-l.turn:
		return func() {
			l.turn <- struct{}{}
			t.leave(id, l)
		}, nil
	case <-ctx.Done():
		t.leave(id, l)
		return nil, problem.Later(problem.Unavailable, UpdatePause)
	}
}

func (t *turns) join(id uuid.UUID) (*line, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	l, ok := t.lines[id]
	if !ok {
		l = &line{turn: make(chan struct{}, 1)}
		l.turn <- struct{}{}
		t.lines[id] = l
	}
	if l.count >= inLine {
		return nil, false
	}
	l.count++
	return l, true
}

func (t *turns) leave(id uuid.UUID, l *line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if l.count--; l.count == 0 {
		delete(t.lines, id)
	}
}
