// Package limit counts takes in sliding windows. It keeps no state and reads no clock: the caller holds the times (one row, locked) and says what time it is.
package limit

import (
	"slices"
	"time"
)

// Rule allows at most Max takes in any window as long as Per. A take leaves the window exactly Per after it was made.
type Rule struct {
	Max int
	Per time.Duration
}

// Take counts one take at now if every rule allows it; a refused take is not counted. times are the takes so far, in any order; they are not changed.
// kept is what to store: the takes that still matter to the longest rule, in order, with the new one when ok.
// When not ok, retryAfter is the time until all rules would allow a take, if there is no other take until then.
func Take(times []time.Time, now time.Time, rules ...Rule) (kept []time.Time, retryAfter time.Duration, ok bool) {
	kept = within(times, now, longest(rules))
	if retryAfter, ok = allow(kept, now, rules); !ok {
		return kept, retryAfter, false
	}
	if len(rules) > 0 {
		// A clock may stand behind another machine's, so the new take is not always the last.
		at, _ := slices.BinarySearchFunc(kept, now, time.Time.Compare)
		kept = slices.Insert(kept, at, now)
	}
	return kept, 0, true
}

// Peek says what Take would answer, without counting.
func Peek(times []time.Time, now time.Time, rules ...Rule) (retryAfter time.Duration, ok bool) {
	return allow(within(times, now, longest(rules)), now, rules)
}

func longest(rules []Rule) time.Duration {
	var per time.Duration
	for _, rule := range rules {
		per = max(per, rule.Per)
	}
	return per
}

// within returns the takes of the last per, in order. Takes that seem to lie ahead (another machine's clock) count: a skewed clock must not open a limit.
func within(times []time.Time, now time.Time, per time.Duration) []time.Time {
	kept := make([]time.Time, 0, len(times)+1)
	for _, t := range times {
		if now.Sub(t) < per {
			kept = append(kept, t)
		}
	}
	slices.SortFunc(kept, time.Time.Compare)
	return kept
}

// allow decides over takes in order.
func allow(times []time.Time, now time.Time, rules []Rule) (retryAfter time.Duration, ok bool) {
	ok = true
	for _, rule := range rules {
		inside := within(times, now, rule.Per)
		if len(inside) < rule.Max {
			continue
		}
		ok = false
		wait := rule.Per // a rule that allows nothing has no better time to offer
		if rule.Max > 0 {
			wait = inside[len(inside)-rule.Max].Add(rule.Per).Sub(now)
		}
		retryAfter = max(retryAfter, wait)
	}
	return retryAfter, ok
}
