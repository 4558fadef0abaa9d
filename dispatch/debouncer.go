package dispatch

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

// debouncer runs the first request for a sync of a connection at once, and makes those that come within the pause after it one more, at its end. A request may
// also be for later: it waits for its own delay, together with other requests of that time. Requests live in this process and end with it.
type debouncer struct {
	pause time.Duration
	after func(time.Duration, func()) // time.AfterFunc, except in tests
	run   func(request syncRequest)

	mu      sync.Mutex
	windows map[uuid.UUID]*window
}

// syncRequest asks for a sync of a connection.
type syncRequest struct {
	tenant, integration uuid.UUID
	delay               time.Duration
}

// window is the time after a request in which others are collected. Those for later must not run with the one that was requested before them.
type window struct{ due, later bool }

func newDebouncer(pause time.Duration, after func(time.Duration, func()), run func(syncRequest)) *debouncer {
	return &debouncer{pause: pause, after: after, run: run, windows: map[uuid.UUID]*window{}}
}

// request asks for a sync. It waits only for one that runs at once.
func (d *debouncer) request(r syncRequest) {
	d.mu.Lock()
	open, collects := d.windows[r.integration]
	switch {
	case !collects:
		d.windows[r.integration] = &window{due: r.delay > 0}
	case r.delay > 0:
		open.later = true
	default:
		open.due = true
	}
	d.mu.Unlock()
	if collects {
		return
	}
	d.after(d.wait(r), func() { d.end(r) })
	if r.delay == 0 {
		d.run(r)
	}
}

func (d *debouncer) wait(r syncRequest) time.Duration { return max(d.pause, r.delay) }

// end runs what was collected, and opens another window after it.
func (d *debouncer) end(r syncRequest) {
	d.mu.Lock()
	open := d.windows[r.integration]
	due := open.due
	open.due, open.later = open.later, false
	over := !due && !open.due
	if over {
		delete(d.windows, r.integration)
	}
	d.mu.Unlock()
	if over {
		return
	}
	d.after(d.wait(r), func() { d.end(r) })
	if due {
		d.run(r)
	}
}
