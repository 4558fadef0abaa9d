package webhooks

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

// debouncer lets the first wish for something through at once and makes those that come within the pause after it one more, at its end. A wish may also
// be for later: then it waits its own delay out, with whatever else is wished for meanwhile. It lives in this process and forgets with it.
type debouncer struct {
	pause time.Duration
	after func(time.Duration, func()) // time.AfterFunc, but in tests
	sync  func(wish syncRequest)

	mu      sync.Mutex
	windows map[uuid.UUID]*window
}

// syncRequest is for a sync of a connection.
type syncRequest struct {
	tenant, integration uuid.UUID
	delay               time.Duration
}

// window is the time after a wish in which others are gathered. Those for later must not be granted with the one that was wished before them.
type window struct{ due, later bool }

func newDebouncer(pause time.Duration, after func(time.Duration, func()), grant func(syncRequest)) *debouncer {
	return &debouncer{pause: pause, after: after, sync: grant, windows: map[uuid.UUID]*window{}}
}

// request makes a wish. It waits only for what is granted at once.
func (g *debouncer) request(w syncRequest) {
	g.mu.Lock()
	open, gathers := g.windows[w.integration]
	switch {
	case !gathers:
		g.windows[w.integration] = &window{due: w.delay > 0}
	case w.delay > 0:
		open.later = true
	default:
		open.due = true
	}
	g.mu.Unlock()
	if gathers {
		return
	}
	g.after(g.wait(w), func() { g.end(w) })
	if w.delay == 0 {
		g.sync(w)
	}
}

func (g *debouncer) wait(w syncRequest) time.Duration { return max(g.pause, w.delay) }

// end grants what was gathered, and gathers again after it.
func (g *debouncer) end(w syncRequest) {
	g.mu.Lock()
	open := g.windows[w.integration]
	due := open.due
	open.due, open.later = open.later, false
	over := !due && !open.due
	if over {
		delete(g.windows, w.integration)
	}
	g.mu.Unlock()
	if over {
		return
	}
	g.after(g.wait(w), func() { g.end(w) })
	if due {
		g.sync(w)
	}
}
