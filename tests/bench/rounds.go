package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// round is what one design did in one window.
type round struct {
	PerSecond float64            `json:"per_second"`
	MedianMS  float64            `json:"median_ms"` // of one verification, under this load
	CPU       map[string]float64 `json:"cpu_ms"`    // of each process, for one verification
	Elsewhere float64            `json:"elsewhere"` // share of the machine that processes used which are not measured
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
	spent, busy, err := cpuWithin(ctx, b.processes(), opens, closes)
	group.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return round{}, cause
	}
	if err != nil {
		return round{}, err
	}
	one := round{PerSecond: float64(len(took)) / w.counted.Seconds(), MedianMS: ms(median(took)), CPU: spent}
	one.Elsewhere = max(0, busy-cpuBill(spent).total()) / (ms(w.counted) * float64(runtime.NumCPU()))
	for name := range spent {
		spent[name] /= max(1, float64(len(took)))
	}
	return one, nil
}

// cpuWithin is the CPU time in milliseconds that each process used between two moments, and that the whole machine was busy.
func cpuWithin(ctx context.Context, watched map[string]int, from, to time.Time) (spent map[string]float64, busy float64, err error) {
	var times [2]map[string]time.Duration
	var machine [2]time.Duration
	for i, at := range []time.Time{from, to} {
		if err := pause(ctx, time.Until(at)); err != nil {
			return nil, 0, err
		}
		if times[i], err = cpuTimes(watched); err != nil {
			return nil, 0, err
		}
		if machine[i], err = busyTime(); err != nil {
			return nil, 0, err
		}
	}
	spent = map[string]float64{}
	for name, at := range times[1] {
		spent[name] = ms(at - times[0][name])
	}
	return spent, ms(machine[1] - machine[0]), nil
}
