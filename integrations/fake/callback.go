package fake

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"
)

// Caller posts callbacks to the product and tries again when it is not answered with 2xx.
type Caller struct {
	HTTP    *http.Client
	Tries   int                   // attempts in all
	Backoff time.Duration         // before the second attempt; doubles each time
	Repeats func(status int) bool // whether to try again after an answer that is not 2xx; 0 for none. nil: always
}

// DefaultCaller tries seven times within about half a minute, long enough for a product that is being restarted.
func DefaultCaller() Caller {
	return Caller{
		HTTP: &http.Client{
			Timeout:       15 * time.Second, // Twilio's limit for a webhook
			Transport:     &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 128, IdleConnTimeout: 30 * time.Second},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		Tries:   7,
		Backoff: 500 * time.Millisecond,
	}
}

// Deliver builds and posts a callback until it is answered with 2xx, tries run out or ctx ends. build makes each attempt's request.
// firstDone is called once after the first attempt, delivered or not.
func (c Caller) Deliver(ctx context.Context, build func(ctx context.Context) (*http.Request, error), firstDone func()) bool {
	wait := c.Backoff
	for try := range c.Tries {
		if try > 0 {
			if !sleep(ctx, wait) {
				return false
			}
			wait *= 2
		}
		status := c.attempt(ctx, build)
		if try == 0 {
			firstDone()
		}
		if status >= 200 && status <= 299 {
			return true
		}
		if c.Repeats != nil && !c.Repeats(status) {
			return false
		}
	}
	return false
}

// attempt is the status of an answer, 0 without one.
func (c Caller) attempt(ctx context.Context, build func(ctx context.Context) (*http.Request, error)) int {
	req, err := build(ctx)
	if err != nil {
		return 0
	}
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	return resp.StatusCode
}

// Background is what a fake does by itself: it makes callbacks and lets messages proceed, until it is closed.
type Background struct {
	Caller  Caller
	Context context.Context // ends with Close
	end     context.CancelFunc
	work    sync.WaitGroup
}

// NewBackground returns what a fake does with a caller; one without an HTTP client is DefaultCaller.
func NewBackground(caller Caller) *Background {
	if caller.HTTP == nil {
		caller = DefaultCaller()
	}
	b := &Background{Caller: caller}
	b.Context, b.end = context.WithCancel(context.Background())
	return b
}

// Go does something beside what is going on. It must end when Context does.
func (b *Background) Go(do func()) { b.work.Go(do) }

// Close ends all that is under way and waits for it.
func (b *Background) Close() {
	b.end()
	b.work.Wait()
	b.Caller.HTTP.CloseIdleConnections()
}

// Rest waits for d; it returns false at once when the fake is being closed.
func (b *Background) Rest(d time.Duration) bool { return sleep(b.Context, d) }

// sleep waits for d; it returns false at once when ctx ends.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
