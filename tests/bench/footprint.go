package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// footprint is what the product takes of a machine.
type footprint struct {
	MemoryBefore map[string]float64 `json:"memory_before_mib"` // resident, before the rounds
	MemoryAfter  map[string]float64 `json:"memory_after_mib"`  // resident, after them
	MemoryMost   map[string]float64 `json:"memory_most_mib"`
	Binaries     map[string]float64 `json:"binaries_mib"`
	ReadyMS      float64            `json:"api_ready_ms"` // from the start of the process; median
	VersionMS    float64            `json:"version_ms"`   // `countersign version`, start to end: what starting any program costs here
}

var measuredProcesses = []string{"api", "worker", "sandbox", "temporal"}

func (b *bench) memory() (now, most map[string]float64, err error) {
	now, most = map[string]float64{}, map[string]float64{}
	for _, name := range measuredProcesses {
		if now[name], most[name], err = resident(b.stack.PIDs[name]); err != nil {
			return nil, nil, err
		}
	}
	return now, most, nil
}

func (f *footprint) measureStarts(ctx context.Context, b *bench) error {
	var ready, version []time.Duration
	for range b.size.starts {
		api, err := b.launch(ctx, "api")
		if err != nil {
			return err
		}
		api.stop()
		ready = append(ready, api.started)
		begun := time.Now()
		if err := exec.CommandContext(ctx, filepath.Join(b.stack.Bin, "countersign"), "version").Run(); err != nil {
			return err
		}
		version = append(version, time.Since(begun))
	}
	f.ReadyMS, f.VersionMS = ms(median(ready)), ms(median(version))
	return nil
}

func (f *footprint) measureBinaries(b *bench) error {
	f.Binaries = map[string]float64{}
	for _, name := range []string{"countersign", "sandbox"} {
		info, err := os.Stat(filepath.Join(b.stack.Bin, name))
		if err != nil {
			return err
		}
		f.Binaries[name] = float64(info.Size()) / (1 << 20)
	}
	return nil
}
