package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// round is what one design did in one window.
type round struct {
	PerSecond float64            `json:"per_second"`
	MedianMS  float64            `json:"median_ms"` // of one verification, under this load
	CPU       map[string]float64 `json:"cpu_ms"`    // of each process, for one verification
}

// window is how long a round lasts. What ends before warm does not count: by then callbacks of earlier verifications arrive as fast as they ever will.
type window struct{ warm, counted time.Duration }

// run lets clients verify one person after the other for as long as the window is open, and counts those that end within it.
func (w window) run(ctx context.Context, b *bench, d design, queue <-chan *person, back chan<- *person, clients int) (round, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	opens := time.Now().Add(w.warm)
	closes := opens.Add(w.counted)
	var mu sync.Mutex
	var took []time.Duration
	var group sync.WaitGroup
	for client := range clients {
		group.Go(func() {
			// Not all at once: a crowd that starts together stays together.
			_ = pause(ctx, b.phones.reading*time.Duration(client)/time.Duration(clients))
			for time.Now().Before(closes) && ctx.Err() == nil {
				p := <-queue
				passed, err := d.verify(ctx, p)
				back <- p
				if err != nil {
					cancel(fmt.Errorf("%s: %w", d.name(), err))
					return
				}
				if passed.answered.After(opens) && passed.answered.Before(closes) {
					mu.Lock()
					took = append(took, passed.answered.Sub(passed.asked))
					mu.Unlock()
				}
			}
		})
	}
	spent, err := cpuWithin(ctx, b.processes(), opens, closes)
	group.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return round{}, cause
	}
	if err != nil {
		return round{}, err
	}
	for name := range spent {
		spent[name] /= max(1, float64(len(took)))
	}
	return round{PerSecond: float64(len(took)) / w.counted.Seconds(), MedianMS: ms(median(took)), CPU: spent}, nil
}

// cpuWithin is the CPU time in milliseconds that each process used between two moments.
func cpuWithin(ctx context.Context, watched map[string]int, from, to time.Time) (map[string]float64, error) {
	if err := pause(ctx, time.Until(from)); err != nil {
		return nil, err
	}
	before, err := cpuTimes(watched)
	if err != nil {
		return nil, err
	}
	if err := pause(ctx, time.Until(to)); err != nil {
		return nil, err
	}
	after, err := cpuTimes(watched)
	if err != nil {
		return nil, err
	}
	spent := map[string]float64{}
	for name, at := range after {
		spent[name] = ms(at - before[name])
	}
	return spent, nil
}
