package limit_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/limit"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func at(seconds ...int) []time.Time {
	times := make([]time.Time, 0, len(seconds))
	for _, s := range seconds {
		times = append(times, noon.Add(time.Duration(s)*time.Second))
	}
	return times
}

func TestTake(t *testing.T) {
	t.Parallel()
	minute := limit.Rule{Max: 3, Per: time.Minute}
	hour := limit.Rule{Max: 4, Per: time.Hour}
	for name, c := range map[string]struct {
		times []time.Time
		now   int
		rules []limit.Rule
		kept  []time.Time
		retry time.Duration
		ok    bool
	}{
		"the first":                         {nil, 0, []limit.Rule{minute}, at(0), 0, true},
		"the last that fits":                {at(0, 10), 20, []limit.Rule{minute}, at(0, 10, 20), 0, true},
		"one too many waits for the oldest": {at(0, 10, 20), 25, []limit.Rule{minute}, at(0, 10, 20), 35 * time.Second, false},
		"a hair before the window slides":   {at(0, 10, 20), 59, []limit.Rule{minute}, at(0, 10, 20), time.Second, false},
		"exactly when it slides":            {at(0, 10, 20), 60, []limit.Rule{minute}, at(10, 20, 60), 0, true},
		"overfull waits until enough left":  {at(0, 10, 20, 30, 40), 45, []limit.Rule{minute}, at(0, 10, 20, 30, 40), 35 * time.Second, false},
		"all rules must allow":              {at(0, 100, 200, 300), 400, []limit.Rule{minute, hour}, at(0, 100, 200, 300), 3200 * time.Second, false},
		"the longest wait counts":           {at(0, 3570, 3580, 3590), 3595, []limit.Rule{minute, hour}, at(0, 3570, 3580, 3590), 35 * time.Second, false},
		"unordered times":                   {at(20, 0, 10), 25, []limit.Rule{minute}, at(0, 10, 20), 35 * time.Second, false},
		"a time ahead counts":               {at(0, 10, 90), 25, []limit.Rule{minute}, at(0, 10, 90), 35 * time.Second, false},
		"a take before one ahead":           {at(90), 25, []limit.Rule{minute}, at(25, 90), 0, true},
		"a rule of nothing":                 {nil, 0, []limit.Rule{{Max: 0, Per: time.Minute}}, at(), time.Minute, false},
		"no rule keeps nothing":             {at(0), 1, nil, at(), 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := noon.Add(time.Duration(c.now) * time.Second)
			before := slices.Clone(c.times)
			kept, retry, ok := limit.Take(c.times, now, c.rules...)
			require.Equal(t, c.ok, ok)
			require.Equal(t, c.retry, retry)
			require.Equal(t, c.kept, kept)
			require.Equal(t, before, c.times, "the caller's times were changed")
			peekRetry, peekOK := limit.Peek(c.times, now, c.rules...)
			require.Equal(t, ok, peekOK)
			require.Equal(t, retry, peekRetry)
		})
	}
}

func someRules(t *rapid.T) []limit.Rule {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) limit.Rule {
		return limit.Rule{Max: rapid.IntRange(1, 6).Draw(t, "max"), Per: time.Duration(rapid.IntRange(1, 40).Draw(t, "per")) * time.Second}
	}), 1, 3).Draw(t, "rules")
}

// However takes arrive, no window ever holds more than Max of those counted; a refused take succeeds exactly at retryAfter and not a moment before.
func TestNeverMoreThanMaxInAnyWindow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rules := someRules(t)
		now := noon
		var kept, taken []time.Time
		for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 20_000), 1, 60).Draw(t, "gaps") {
			now = now.Add(time.Duration(gap) * time.Millisecond)
			var retry time.Duration
			var ok bool
			kept, retry, ok = limit.Take(kept, now, rules...)
			if ok {
				taken = append(taken, now)
				continue
			}
			require.Positive(t, retry)
			_, early := limit.Peek(kept, now.Add(retry-1), rules...)
			require.False(t, early, "allowed before retryAfter")
			_, due := limit.Peek(kept, now.Add(retry), rules...)
			require.True(t, due, "refused at retryAfter")
		}
		for _, rule := range rules {
			for i := range taken {
				inside := 0
				for _, other := range taken[i:] {
					if other.Sub(taken[i]) < rule.Per {
						inside++
					}
				}
				require.LessOrEqual(t, inside, rule.Max)
			}
		}
	})
}

// Pruning loses nothing: deciding over all takes ever made gives the same answers as over what was kept.
func TestPruningChangesNoAnswer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rules := someRules(t)
		now := noon
		var kept, all []time.Time
		for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 15_000), 1, 60).Draw(t, "gaps") {
			now = now.Add(time.Duration(gap) * time.Millisecond)
			wantRetry, want := limit.Peek(all, now, rules...)
			var retry time.Duration
			var ok bool
			kept, retry, ok = limit.Take(kept, now, rules...)
			require.Equal(t, want, ok)
			require.Equal(t, wantRetry, retry)
			if ok {
				all = append(all, now)
			}
			for _, k := range kept {
				require.Less(t, now.Sub(k), 41*time.Second)
			}
		}
	})
}
