package main

import (
	"slices"
	"time"
)

// quantile is the nearest-rank quantile of values, 0 for none. It sorts a copy.
func quantile[T ~int64 | ~float64](values []T, q float64) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	at := int(q*float64(len(sorted))+0.999999) - 1
	return sorted[min(max(at, 0), len(sorted)-1)]
}

// median is the middle of values.
func median[T ~int64 | ~float64](values []T) T { return quantile(values, 0.5) }

// ms is a duration in milliseconds, as reports show it.
func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// ratio is a / b, 0 when there is nothing to compare with.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
