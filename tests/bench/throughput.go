package main

import (
	"context"
)

// throughputReport says how many verifications a second each design makes on this machine.
type throughputReport struct {
	Clients int                `json:"clients"`
	MSPs    int                `json:"msps"`
	Seconds float64            `json:"seconds_counted_a_round"`
	Rounds  map[string][]round `json:"rounds"`
	Median  map[string]float64 `json:"median_per_second"`
	CPU     map[string]cpuBill `json:"cpu_ms_per_verification"` // medians
	OfBare  float64            `json:"product_of_bare"`
	OfNaive float64            `json:"product_of_naive"`
	Others  float64            `json:"elsewhere"` // median share of the machine that something else used
}

// cpuBill is the CPU time of one verification by process, in milliseconds.
type cpuBill map[string]float64

func (c cpuBill) total() float64 {
	sum := 0.0
	for _, spent := range c {
		sum += spent
	}
	return sum
}

// measureThroughput lets the designs take turns, so that whatever else the machine does concerns all alike.
func measureThroughput(ctx context.Context, b *bench) (*throughputReport, error) {
	report := &throughputReport{
		Clients: b.clients, MSPs: b.size.msps, Seconds: b.size.window.counted.Seconds(),
		Rounds: map[string][]round{}, Median: map[string]float64{}, CPU: map[string]cpuBill{},
	}
	b.phones.reading = slowReading
	defer func() { b.phones.reading = 0 }()
	queue := make(chan *person, len(b.people))
	for _, p := range b.people {
		queue <- p
	}
	designs := []design{b.product, b.bare, b.naive}
	for i := range b.size.rounds + 1 {
		for _, d := range designs {
			w := b.size.window
			if i == 0 {
				w = window{counted: w.counted / 2} // caches, plans and connections: does not count
			}
			one, err := w.run(ctx, b, d, queue, queue, b.clients)
			if err != nil {
				return nil, err
			}
			if err := b.phones.quiet(ctx); err != nil {
				return nil, err
			}
			if i > 0 {
				report.Rounds[d.name()] = append(report.Rounds[d.name()], one)
			}
		}
	}
	for _, d := range designs {
		report.conclude(d.name())
	}
	report.OfBare = ratio(report.Median["product"], report.Median["bare"])
	report.OfNaive = ratio(report.Median["product"], report.Median["naive"])
	var others []float64
	for _, rounds := range report.Rounds {
		for _, one := range rounds {
			others = append(others, one.Elsewhere)
		}
	}
	report.Others = median(others)
	return report, b.phones.unbroken(ctx)
}

func (r *throughputReport) conclude(name string) {
	var rates []float64
	spent := map[string][]float64{}
	for _, one := range r.Rounds[name] {
		rates = append(rates, one.PerSecond)
		for process, cpu := range one.CPU {
			spent[process] = append(spent[process], cpu)
		}
	}
	r.Median[name] = median(rates)
	r.CPU[name] = cpuBill{}
	for process, all := range spent {
		r.CPU[name][process] = median(all)
	}
}
