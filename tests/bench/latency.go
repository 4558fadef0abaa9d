package main

import (
	"context"
	"fmt"
	"time"
)

// latency is how long something took, in milliseconds.
type latency struct {
	P50 float64 `json:"p50_ms"`
	P95 float64 `json:"p95_ms"`
	P99 float64 `json:"p99_ms"`
}

func latencyOf(took []time.Duration) latency {
	return latency{P50: ms(median(took)), P95: ms(quantile(took, 0.95)), P99: ms(quantile(took, 0.99))}
}

// latencyReport is how long one client waits that is alone.
type latencyReport struct {
	Each    int                `json:"verifications"`
	Handoff map[string]latency `json:"handoff"` // from sending the request to the provider's being asked
	Durable map[string]latency `json:"durable"` // from sending the request to its answer
	Verdict map[string]latency `json:"verdict"` // from reading the code to the verdict
	Green   latency            `json:"green"`   // from pressing Validate to the event on a screen
	Pressed latency            `json:"pressed"` // from pressing Validate to the page's answer
}

// measureLatency takes turns between the designs, and `countersign serve`, one verification at a time.
func measureLatency(ctx context.Context, b *bench, serve product) (*latencyReport, error) {
	report := &latencyReport{Each: b.size.each, Handoff: map[string]latency{}, Durable: map[string]latency{}, Verdict: map[string]latency{}}
	if err := b.phones.forgetRequests(ctx); err != nil {
		return nil, err
	}
	b.phones.reading = quickReading
	defer func() { b.phones.reading = 0 }()
	designs := []design{b.product, serve, b.bare, b.naive}
	passages := make([][]passage, len(designs))
	people := make([][]*person, len(designs))
	first := b.size.each / 10 // for caches, plans and connections: do not count
	for i := range first + b.size.each {
		for n, d := range designs {
			p := b.people[i*len(designs)+n]
			passed, err := d.verify(ctx, p)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", d.name(), err)
			}
			if i >= first {
				passages[n], people[n] = append(passages[n], passed), append(people[n], p)
			}
		}
	}
	requested, err := b.phones.requested(ctx)
	if err != nil {
		return nil, err
	}
	for n, d := range designs {
		if err := report.add(d.name(), passages[n], people[n], requested); err != nil {
			return nil, err
		}
	}
	return report, nil
}

func (r *latencyReport) add(name string, passages []passage, people []*person, requested map[string]time.Time) error {
	var handoff, durable, verdict []time.Duration
	for i, passed := range passages {
		at, ok := requested[people[i].mobile]
		if !ok || at.Before(passed.asked) {
			return fmt.Errorf("%s: the sandbox knows no request for a verification that ended well", name)
		}
		handoff = append(handoff, at.Sub(passed.asked))
		durable = append(durable, passed.durable.Sub(passed.asked))
		verdict = append(verdict, passed.answered.Sub(passed.read))
	}
	r.Handoff[name], r.Durable[name], r.Verdict[name] = latencyOf(handoff), latencyOf(durable), latencyOf(verdict)
	return nil
}
