package sandbox

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// live tells open pages that something changed; they fetch what it was. Changes within a moment count as one.
type live struct {
	mu      sync.Mutex
	waiting map[chan struct{}]bool
	ended   chan struct{}
	once    sync.Once
}

// moment is how far apart two tellings are at least.
const moment = 100 * time.Millisecond

func newLive() *live { return &live{waiting: map[chan struct{}]bool{}, ended: make(chan struct{})} }

// changed wakes every page; it never blocks.
func (l *live) changed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for page := range l.waiting {
		select {
		case page <- struct{}{}:
		default: // it will look anyway
		}
	}
}

func (l *live) close() { l.once.Do(func() { close(l.ended) }) }

// stream is a page's event stream (server-sent events).
func (l *live) stream(w http.ResponseWriter, r *http.Request) {
	page := make(chan struct{}, 1)
	l.mu.Lock()
	l.waiting[page] = true
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		delete(l.waiting, page)
		l.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	for {
		if _, err := fmt.Fprint(w, "data: changed\n\n"); err != nil || out.Flush() != nil {
			return
		}
		if !l.next(r, page) {
			return
		}
	}
}

// next waits for a moment to pass and a change to come, or for half a minute, so that a lost connection is noticed.
func (l *live) next(r *http.Request, page <-chan struct{}) bool {
	for _, wait := range []<-chan struct{}{after(moment), page} {
		select {
		case <-r.Context().Done():
			return false
		case <-l.ended:
			return false
		case <-wait:
		case <-time.After(30 * time.Second):
		}
	}
	return true
}

func after(d time.Duration) <-chan struct{} {
	passed := make(chan struct{})
	time.AfterFunc(d, func() { close(passed) })
	return passed
}
