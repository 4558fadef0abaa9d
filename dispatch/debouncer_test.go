package dispatch

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// timetable is a clock that stands still until it is moved; what is due meanwhile is done in its order.
type timetable struct {
	now time.Duration
	due []appointment
}

type appointment struct {
	at time.Duration
	do func()
}

func (c *timetable) after(d time.Duration, do func()) {
	c.due = append(c.due, appointment{c.now + d, do})
}

func (c *timetable) pass(d time.Duration) {
	until := c.now + d
	for {
		slices.SortStableFunc(c.due, func(a, b appointment) int { return int(a.at - b.at) })
		if len(c.due) == 0 || c.due[0].at > until {
			c.now = until
			return
		}
		next := c.due[0]
		c.due = c.due[1:]
		c.now = next.at
		next.do()
	}
}

// debounced is a debouncer under test, with the times at which it ran.
type debounced struct {
	*debouncer
	clock *timetable
	ran   map[uuid.UUID][]time.Duration
}

func newDebounced() *debounced {
	g := &debounced{clock: &timetable{}, ran: map[uuid.UUID][]time.Duration{}}
	g.debouncer = newDebouncer(syncPause, g.clock.after, func(w syncRequest) { g.ran[w.integration] = append(g.ran[w.integration], g.clock.now) })
	return g
}

func TestABurstOfRequestsRunsTwice(t *testing.T) {
	t.Parallel()
	g, one, other := newDebounced(), syncRequest{integration: uuid.New()}, syncRequest{integration: uuid.New()}
	g.request(one)
	require.Equal(t, []time.Duration{0}, g.ran[one.integration], "the first at once")
	for range 50 {
		g.clock.pass(100 * time.Millisecond)
		g.request(one)
	}
	g.request(other)
	require.Len(t, g.ran[other.integration], 1, "another connection does not wait")
	g.clock.pass(time.Minute)
	require.Equal(t, []time.Duration{0, syncPause}, g.ran[one.integration])
	require.Len(t, g.ran[other.integration], 1, "a single request runs once")
	require.Empty(t, g.windows, "a window that is over is deleted")
	g.request(one)
	require.Len(t, g.ran[one.integration], 3, "and at once again")
}

func TestARequestForLaterWaitsForItsDelay(t *testing.T) {
	t.Parallel()
	g, late := newDebounced(), syncRequest{integration: uuid.New(), delay: time.Minute}
	g.request(late)
	require.Empty(t, g.ran)
	g.clock.pass(59 * time.Second)
	g.request(late)
	g.clock.pass(time.Hour)
	require.Equal(t, []time.Duration{time.Minute, 2 * time.Minute}, g.ran[late.integration])
	require.Empty(t, g.windows)
}

// A request runs after its delay and within twice what it waits for, and never twice within a pause.
func TestEveryRequestRunsInTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g, w := newDebounced(), syncRequest{integration: uuid.New(), delay: rapid.SampledFrom([]time.Duration{0, time.Minute}).Draw(t, "delay")}
		var asked []time.Duration
		for _, pause := range rapid.SliceOfN(rapid.IntRange(0, 90_000), 1, 30).Draw(t, "pauses") {
			g.clock.pass(time.Duration(pause) * time.Millisecond)
			asked = append(asked, g.clock.now)
			g.request(w)
		}
		g.clock.pass(time.Hour)
		ran := g.ran[w.integration]
		for _, at := range asked {
			require.True(t, slices.ContainsFunc(ran, func(start time.Duration) bool {
				return start >= at+w.delay && start <= at+2*max(syncPause, w.delay)
			}), "%s of %s", at, ran)
		}
		for i := 1; i < len(ran); i++ {
			require.GreaterOrEqual(t, ran[i]-ran[i-1], syncPause)
		}
		require.Empty(t, g.windows)
	})
}
