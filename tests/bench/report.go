package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// report is everything that was measured.
type report struct {
	Machine    machine           `json:"machine"`
	Seed       uint64            `json:"seed"`
	Quick      bool              `json:"quick"`
	TookS      float64           `json:"took_s"`
	Aims       []aim             `json:"aims"`
	Throughput *throughputReport `json:"throughput"`
	Latency    *latencyReport    `json:"latency"`
	Cost       map[string]cost   `json:"cost"`
	Inbound    *inboundReport    `json:"inbound"`
	PSA        *psaReport        `json:"psa"`
	Search     *searchReport     `json:"search"`
	Footprint  *footprint        `json:"footprint"`
}

// machine is where it was measured.
type machine struct {
	Cores int    `json:"cores"`
	CPU   string `json:"cpu"`
	OS    string `json:"os"`
	Go    string `json:"go"`
	Load  string `json:"load"` // of the last minute, before the run: what else it was doing
}

func thisMachine() machine {
	m := machine{Cores: runtime.NumCPU(), OS: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	if raw, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		_, after, _ := bytes.Cut(raw, []byte("model name"))
		line, _, _ := bytes.Cut(after, []byte("\n"))
		_, name, _ := bytes.Cut(line, []byte(":"))
		m.CPU = string(bytes.TrimSpace(name))
	}
	if raw, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.Load, _, _ = strings.Cut(string(raw), " ")
	}
	return m
}

// aim is what a figure should come to.
type aim struct {
	Figure string  `json:"figure"`
	Value  float64 `json:"value"`
	Limit  float64 `json:"limit"`
	AtMost bool    `json:"at_most"` // else at least
}

func (a aim) met() bool {
	if a.AtMost {
		return a.Value <= a.Limit
	}
	return a.Value >= a.Limit
}

// The aims. They are judged by people, never by this program's exit.
func (r *report) judge() {
	add := func(figure string, value, limit float64, atMost bool) {
		r.Aims = append(r.Aims, aim{figure, value, limit, atMost})
	}
	add("verifications/s, product / bare", r.Throughput.OfBare, 0.7, false)
	add("verifications/s, product / naive", r.Throughput.OfNaive, 5, false)
	add("handoff p50, ms", r.Latency.Handoff["product"].P50, 25, true)
	add("contacts/s of a first sync / COPY", r.PSA.First.Ratio, 0.25, false)
	add("contacts/s of an unchanged sync / upsert", r.PSA.Unchanged.Ratio, 0.5, false)
	add("tuples written by an unchanged sync", float64(r.PSA.Written), 0, true)
	add("requests of a small sync", float64(r.PSA.Incremental), 3, true)
	add("billable actions a contact", r.PSA.ActionsEach, 0.001, true)
	add("worker's memory, MiB", r.PSA.WorkerMost, 300, true)
	for _, row := range r.Search.Rows {
		add(fmt.Sprintf("search %q, %d / %d people", row.Search, r.Search.Large, r.Search.Small), row.Growth, 1.2, true)
		add(fmt.Sprintf("search %q, with / without row security", row.Search), row.Wall, 2, true)
	}
}

func (r *report) took(begun time.Time) { r.TookS = time.Since(begun).Seconds() }
