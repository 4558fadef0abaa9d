package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// sheet writes tables whose columns line up. A write that fails shows when it is flushed.
type sheet struct{ *tabwriter.Writer }

func (s sheet) title(text string) {
	s.Flush()
	fmt.Fprintf(s.Writer, "\n%s\n", text)
	s.Flush()
}

// note writes a line that belongs to no column.
func (s sheet) note(text string) {
	s.Flush()
	fmt.Fprintf(s.Writer, "  %s\n", text)
	s.Flush()
}

func (s sheet) row(cells ...any) {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		switch value := cell.(type) {
		case float64:
			texts[i] = figure(value)
		default:
			texts[i] = fmt.Sprint(value)
		}
	}
	fmt.Fprintln(s.Writer, "  "+strings.Join(texts, "\t")+"\t")
}

// figure shows three figures that count.
func figure(value float64) string {
	switch {
	case value >= 100:
		return fmt.Sprintf("%.0f", value)
	case value >= 10:
		return fmt.Sprintf("%.1f", value)
	}
	return fmt.Sprintf("%.2f", value)
}

// write prints the report for people.
func (r *report) write(out io.Writer) error {
	s := sheet{tabwriter.NewWriter(out, 0, 8, 3, ' ', 0)}
	s.title("Machine")
	s.note(fmt.Sprintf("%d cores, %s, %s, %s, seed %d, load before %s, took %.0f s", r.Machine.Cores, r.Machine.CPU, r.Machine.OS, r.Machine.Go, r.Seed, r.Machine.Load, r.TookS))
	if r.Quick {
		s.note("-quick: a smoke test, whose figures mean little")
	}
	r.Throughput.write(s)
	r.Latency.write(s)
	writeCost(s, r.Cost)
	r.Inbound.write(s)
	r.PSA.write(s)
	r.Search.write(s)
	r.Footprint.write(s)
	s.title("Aims")
	for _, a := range r.Aims {
		word, sign := "met", "at least"
		if a.AtMost {
			sign = "at most"
		}
		if !a.met() {
			word = "MISSED"
		}
		s.row(word, a.Figure, a.Value, sign, a.Limit)
	}
	return s.Flush()
}

// designNames in the order of tables.
var designNames = []string{"product", "serve", "bare", "naive"}

func (r *throughputReport) write(s sheet) {
	s.title(fmt.Sprintf("Throughput: %d clients, %d MSPs, codes read out in %s, windows of %.0f s, medians of %d rounds",
		r.Clients, r.MSPs, slowReading, r.Seconds, len(r.Rounds["product"])))
	s.row("design", "verifications/s", "product / design", "one takes, ms", "rounds")
	for _, name := range designNames {
		rounds, ok := r.Rounds[name]
		if !ok {
			continue
		}
		var took []float64
		var rates []string
		for _, one := range rounds {
			took, rates = append(took, one.MedianMS), append(rates, figure(one.PerSecond))
		}
		s.row(name, r.Median[name], ratio(r.Median["product"], r.Median[name]), median(took), strings.Join(rates, " "))
	}
	if r.Others > 0.1 {
		s.note(fmt.Sprintf("something else used %.0f%% of the machine: rates then depend on who gets how much of the rest; compare CPU", 100*r.Others))
	}
	s.title("CPU of one verification by process, ms")
	s.row("process", "product", "bare", "naive")
	for _, process := range slices.Sorted(maps.Keys(r.CPU["product"])) {
		s.row(process, r.CPU["product"][process], r.CPU["bare"][process], r.CPU["naive"][process])
	}
	own := r.CPU["product"].total()
	s.row("all", own, r.CPU["bare"].total(), r.CPU["naive"].total())
	s.row("all / product's", 1.0, ratio(r.CPU["bare"].total(), own), ratio(r.CPU["naive"].total(), own))
}

func (r *latencyReport) write(s sheet) {
	s.title(fmt.Sprintf("Latency: one client, %d verifications each, ms", r.Each))
	s.row("", "design", "p50", "p95", "p99", "p50 / bare's")
	for _, part := range []struct {
		name    string
		designs map[string]latency
	}{{"asked to handed to the provider", r.Handoff}, {"asked to durable (201)", r.Durable}, {"check to verdict", r.Verdict}} {
		for _, name := range designNames {
			l := part.designs[name]
			s.row(part.name, name, l.P50, l.P95, l.P99, ratio(l.P50, part.designs["bare"].P50))
		}
	}
	s.row("Validate pressed to event on a screen", "product", r.Green.P50, r.Green.P95, r.Green.P99, "")
	s.row("Validate pressed to the page's answer", "product", r.Pressed.P50, r.Pressed.P95, r.Pressed.P99, "")
}

func writeCost(s sheet, costs map[string]cost) {
	s.title("Cost of one send and one check, from real histories")
	s.row("design", "billable actions", "history events", "workflow tasks", "eager start")
	for _, name := range designNames {
		c := costs[name]
		s.row(name, c.Actions, c.Events, c.Tasks, c.Eager)
	}
}

func (r *searchReport) write(s sheet) {
	s.title(fmt.Sprintf("Search under row security: %d and %d people, medians of %d, ms", r.Small, r.Large, r.Runs))
	s.row("search", "on the page", fmt.Sprint(r.Small), fmt.Sprint(r.Large), "growth", "without the wall", "wall")
	for _, row := range r.Rows {
		s.row(row.Search, fmt.Sprintf("%d, %d", row.SmallPeople, row.LargePeople), row.SmallMS, row.LargeMS, row.Growth, row.LargeBareMS, row.Wall)
	}
}

func (f *footprint) write(s sheet) {
	s.title("Memory, MiB resident")
	s.row("process", "before the rounds", "after", "most", "after / before")
	for _, name := range measuredProcesses {
		s.row(name, f.MemoryBefore[name], f.MemoryAfter[name], f.MemoryMost[name], ratio(f.MemoryAfter[name], f.MemoryBefore[name]))
	}
	s.title("Binaries and start")
	for _, name := range slices.Sorted(maps.Keys(f.Binaries)) {
		s.row("bin/"+name, figure(f.Binaries[name])+" MiB")
	}
	s.row("API, start to ready", figure(f.ReadyMS)+" ms", "countersign version", figure(f.VersionMS)+" ms", "ratio", ratio(f.ReadyMS, f.VersionMS))
}
