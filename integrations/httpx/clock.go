package httpx

import (
	"context"
	"net/http"
	"sync"
	"time"

	"countersign/core/clock"
)

// PeerClock is the time of an outside system as its answers tell it. It is safe for concurrent use.
type PeerClock struct {
	mu    sync.Mutex
	began time.Time
}

type peerClockKey struct{}

// WithPeerClock returns a context whose exchanges set a PeerClock by the Date of the first answer (RFC 9110 section 6.6.1).
func WithPeerClock(ctx context.Context) (context.Context, *PeerClock) {
	held := &PeerClock{}
	return context.WithValue(ctx, peerClockKey{}, held), held
}

// Began is when the first exchange began, by the outside system's clock, or a moment before that; zero when its answer does not tell.
func (p *PeerClock) Began() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.began
}

// readClock notes the date of an answer to a request that was sent at a time by our clock. Dates are whole seconds, rounded down.
func readClock(ctx context.Context, sent time.Time, header http.Header) {
	held, _ := ctx.Value(peerClockKey{}).(*PeerClock)
	at, err := http.ParseTime(header.Get("Date"))
	if held == nil || err != nil {
		return
	}
	held.mu.Lock()
	defer held.mu.Unlock()
	if held.began.IsZero() {
		held.began = at.Add(-max(clock.Now().Sub(sent), 0)).Truncate(time.Second).UTC()
	}
}
