package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"time"
)

// phones reads the codes that arrive in the sandbox, for every design in the same way: one reader asks for the newest messages every few
// milliseconds and hands each to the client that waits for it. One reader for all costs the same however many wait, and so favours no design.
type phones struct {
	sandbox caller
	reading time.Duration // how long the person takes to read a code out; set while no client waits

	mu      sync.Mutex
	waiting map[string]waiter
	failed  error
}

type waiter struct {
	since time.Time
	code  chan string
}

const (
	readEvery  = 20 * time.Millisecond
	readNewest = 100
	codeWithin = 30 * time.Second

	// A person takes seconds to read six digits out. Under load they take long enough for the provider's delivery reports to come first, as they do in
	// life: a report after the end costs an addendum to the evidence. For latencies and costs it is enough that the send has settled.
	slowReading    = 600 * time.Millisecond
	settledReading = 300 * time.Millisecond
	quickReading   = 100 * time.Millisecond
)

// message is what the sandbox tells of an SMS.
type message struct {
	To     string    `json:"to"`
	Body   string    `json:"body"`
	Status string    `json:"status"`
	At     time.Time `json:"at"`
	Links  []string  `json:"links"`
}

var digits = regexp.MustCompile(`\b\d{6}\b`)

func newPhones(sandboxURL string) *phones {
	return &phones{sandbox: caller{base: sandboxURL}, waiting: map[string]waiter{}}
}

// run reads until ctx ends.
func (p *phones) run(ctx context.Context) {
	tick := time.NewTicker(readEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !p.awaited() {
			continue
		}
		messages, err := p.newest(ctx, readNewest)
		if err != nil && ctx.Err() == nil {
			p.fail(err)
			return
		}
		p.hand(messages)
	}
}

func (p *phones) awaited() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.waiting) > 0
}

func (p *phones) newest(ctx context.Context, limit int) ([]message, error) {
	var body struct{ Items []message }
	err := p.sandbox.do(ctx, http.MethodGet, fmt.Sprintf("/_sandbox/messages?limit=%d", limit), nil, http.StatusOK, &body)
	return body.Items, err
}

func (p *phones) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failed = err
	for _, w := range p.waiting {
		close(w.code)
	}
	clear(p.waiting)
}

func (p *phones) hand(messages []message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range messages {
		w, ok := p.waiting[m.To]
		if !ok || m.At.Before(w.since) {
			continue
		}
		w.code <- digits.FindString(m.Body) // room for one
		delete(p.waiting, m.To)
	}
}

// code waits for the code of an SMS that reached a number after since.
func (p *phones) code(ctx context.Context, to string, since time.Time) (string, error) {
	w := waiter{since: since, code: make(chan string, 1)}
	p.mu.Lock()
	if p.failed != nil {
		p.mu.Unlock()
		return "", p.failed
	}
	p.waiting[to] = w
	p.mu.Unlock()
	limit := time.NewTimer(codeWithin)
	defer limit.Stop()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-limit.C:
		return "", fmt.Errorf("no SMS reached %s within %s", to, codeWithin)
	case code, ok := <-w.code:
		if !ok {
			return "", p.failed
		}
		return code, pause(ctx, p.reading)
	}
}

// quiet waits until every SMS is delivered, so that no callback of one round falls into the next, and forgets them.
func (p *phones) quiet(ctx context.Context) error {
	for deadline := time.Now().Add(codeWithin); time.Now().Before(deadline); {
		messages, err := p.newest(ctx, 10_000)
		if err != nil {
			return err
		}
		if delivered(messages) {
			return p.sandbox.do(ctx, http.MethodDelete, "/_sandbox/messages", nil, http.StatusNoContent, nil)
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("some SMS were not delivered within %s", codeWithin)
}

func delivered(messages []message) bool {
	for _, m := range messages {
		if m.Status != "delivered" {
			return false
		}
	}
	return true
}

// requested returns when the sandbox was asked to send the first SMS to each number, since it last forgot.
func (p *phones) requested(ctx context.Context) (map[string]time.Time, error) {
	var body struct {
		Items []struct {
			Method string
			Body   string
			At     time.Time
		}
	}
	if err := p.sandbox.do(ctx, http.MethodGet, "/_sandbox/requests?provider=twilio", nil, http.StatusOK, &body); err != nil {
		return nil, err
	}
	at := map[string]time.Time{}
	for _, r := range body.Items {
		form, err := url.ParseQuery(r.Body)
		if err != nil {
			return nil, err
		}
		if _, known := at[form.Get("To")]; r.Method == http.MethodPost && !known {
			at[form.Get("To")] = r.At
		}
	}
	return at, nil
}

// forgetRequests empties the sandbox's list of requests.
func (p *phones) forgetRequests(ctx context.Context) error {
	return p.sandbox.do(ctx, http.MethodDelete, "/_sandbox/requests", nil, http.StatusNoContent, nil)
}

// unbroken fails when anything spoke to the provider in a way that it does not document: such a run measures nothing.
func (p *phones) unbroken(ctx context.Context) error {
	var body struct{ Items []any }
	if err := p.sandbox.do(ctx, http.MethodGet, "/_sandbox/violations", nil, http.StatusOK, &body); err != nil {
		return err
	}
	if len(body.Items) > 0 {
		return fmt.Errorf("the provider was spoken to in a wrong way: %v", body.Items)
	}
	return nil
}

// pause waits for d; a pause of nothing costs nothing.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
