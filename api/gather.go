package api

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

// gathering lets the first wish for something through at once and makes those that come within the pause after it one more, at its end. A wish may also
// be for later: then it waits its own delay out, with whatever else is wished for meanwhile. It lives in this process and forgets with it.
type gathering struct {
	pause time.Duration
	after func(time.Duration, func()) // time.AfterFunc, but in tests
	grant func(wish wish)

	mu      sync.Mutex
	windows map[uuid.UUID]*window
}

// wish is for a sync of a connection.
type wish struct {
	tenant, integration uuid.UUID
	delay               time.Duration
}

// window is the time after a wish in which others are gathered. Those for later must not be granted with the one that was wished before them.
type window struct{ due, later bool }

func newGathering(pause time.Duration, after func(time.Duration, func()), grant func(wish)) *gathering {
	return &gathering{pause: pause, after: after, grant: grant, windows: map[uuid.UUID]*window{}}
}

// ask makes a wish. It waits only for what is granted at once.
func (g *gathering) ask(w wish) {
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
		g.grant(w)
	}
}

func (g *gathering) wait(w wish) time.Duration { return max(g.pause, w.delay) }

// end grants what was gathered, and gathers again after it.
func (g *gathering) end(w wish) {
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
		g.grant(w)
	}
}
