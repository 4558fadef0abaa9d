// Command bench measures the product next to plainer designs in the same run, on the same machine, against the same servers. Figures are meant as
// ratios; absolute times tell about the machine. Nothing here fails for being slow.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"
)

// options say how much is measured.
type options struct {
	quick   bool
	json    string // file
	seed    uint64
	clients int
	size    size
}

// size is how long a run takes.
type size struct {
	msps   int
	people int
	rounds int
	window window
	each   int // verifications by one client, for latencies
	starts int // of the API
	small  int // people to search among, and ten times as many
	runs   int // of each search
	texts  int // of clients, for the latency of answers

	contacts int // of a PSA
}

var (
	fullSize = size{
		msps: 6, people: 1200, rounds: 5, window: window{warm: 1500 * time.Millisecond, counted: 4 * time.Second}, each: 80, starts: 5, small: 10_000, runs: 60, texts: 200, contacts: 100_000,
	}
	quickSize = size{
		msps: 2, people: 200, rounds: 1, window: window{warm: time.Second, counted: 1500 * time.Millisecond}, each: 8, starts: 2, small: 500, runs: 10, texts: 20, contacts: 3000,
	}
)

// clientsPerCore keeps a machine busy: a client spends most of its time on a person who reads a code out.
const clientsPerCore = 24

func main() {
	var o options
	flag.BoolVar(&o.quick, "quick", false, "a smoke test of less than a minute: its figures mean little")
	flag.StringVar(&o.json, "json", "", "also write the figures as JSON to this `file`")
	flag.Uint64Var(&o.seed, "seed", 1, "of the people made up for the searches")
	flag.IntVar(&o.clients, "clients", clientsPerCore*runtime.NumCPU(), "clients that verify at the same time")
	flag.Parse()
	o.size = fullSize
	if o.quick {
		o.size = quickSize
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	r, err := measure(ctx, o)
	if err != nil {
		return err
	}
	if o.json != "" {
		raw, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(o.json, append(raw, '\n'), 0o644); err != nil {
			return err
		}
	}
	return r.write(os.Stdout)
}

// measure runs everything once, in an order in which nothing disturbs what comes after it.
func measure(ctx context.Context, o options) (r *report, err error) {
	begun := time.Now()
	r = &report{Machine: thisMachine(), Seed: o.seed, Quick: o.quick, Footprint: &footprint{}}
	say("starting the product")
	b, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer b.close()
	for _, part := range []struct {
		name    string
		measure func(context.Context, *bench) error
	}{
		{"verifying as fast as possible", r.load},
		{"verifying one at a time", r.single},
		{"hearing what clients write", func(ctx context.Context, b *bench) (err error) {
			r.Inbound, err = measureInbound(ctx, b)
			return err
		}},
		{"reading a PSA", func(ctx context.Context, b *bench) (err error) {
			r.PSA, err = measurePSA(ctx, b)
			return err
		}},
		{"starting again", r.Footprint.measureStarts},
		{"searching", func(ctx context.Context, b *bench) (err error) {
			r.Search, err = measureSearch(ctx, b)
			return err
		}},
	} {
		say(part.name)
		if err := part.measure(ctx, b); err != nil {
			return nil, fmt.Errorf("%s: %w", part.name, err)
		}
	}
	if err := r.Footprint.measureBinaries(b); err != nil {
		return nil, err
	}
	r.judge()
	r.took(begun)
	return r, nil
}

// load measures throughput, and memory before and after it.
func (r *report) load(ctx context.Context, b *bench) (err error) {
	if r.Footprint.MemoryBefore, _, err = b.memory(); err != nil {
		return err
	}
	if r.Throughput, err = measureThroughput(ctx, b); err != nil {
		return err
	}
	r.Footprint.MemoryAfter, r.Footprint.MemoryMost, err = b.memory()
	return err
}

// single measures what one client sees, with `countersign serve` beside API and worker.
func (r *report) single(ctx context.Context, b *bench) error {
	both, err := b.launch(ctx, "serve")
	if err != nil {
		return err
	}
	defer both.stop()
	serve := product{called: "serve", api: both.url, phones: b.phones}
	if r.Latency, err = measureLatency(ctx, b, serve); err != nil {
		return err
	}
	if r.Cost, err = measureCost(ctx, b, serve); err != nil {
		return err
	}
	if err := measureGreen(ctx, b, r.Latency); err != nil {
		return err
	}
	return b.phones.unbroken(ctx)
}

// say prints what is being done to standard error; standard output gets the results alone.
func say(what string) { fmt.Fprintln(os.Stderr, "bench:", what) }
