package webhooks

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

// gathered is a gathering under test: when it granted what.
type gathered struct {
	*debouncer
	clock   *timetable
	granted map[uuid.UUID][]time.Duration
}

func newGathered() *gathered {
	g := &gathered{clock: &timetable{}, granted: map[uuid.UUID][]time.Duration{}}
	g.debouncer = newDebouncer(hookPause, g.clock.after, func(w syncRequest) { g.granted[w.integration] = append(g.granted[w.integration], g.clock.now) })
	return g
}

func TestABurstOfWishesBecomesTwo(t *testing.T) {
	t.Parallel()
	g, one, other := newGathered(), syncRequest{integration: uuid.New()}, syncRequest{integration: uuid.New()}
	g.request(one)
	require.Equal(t, []time.Duration{0}, g.granted[one.integration], "the first at once")
	for range 50 {
		g.clock.pass(100 * time.Millisecond)
		g.request(one)
	}
	g.request(other)
	require.Len(t, g.granted[other.integration], 1, "nobody waits for somebody else's")
	g.clock.pass(time.Minute)
	require.Equal(t, []time.Duration{0, hookPause}, g.granted[one.integration])
	require.Len(t, g.granted[other.integration], 1, "one alone stays alone")
	require.Empty(t, g.windows, "nothing is kept of what is over")
	g.request(one)
	require.Len(t, g.granted[one.integration], 3, "and at once again")
}

func TestAWishForLaterWaitsItsTimeOut(t *testing.T) {
	t.Parallel()
	g, late := newGathered(), syncRequest{integration: uuid.New(), delay: time.Minute}
	g.request(late)
	require.Empty(t, g.granted)
	g.clock.pass(59 * time.Second)
	g.request(late)
	g.clock.pass(time.Hour)
	require.Equal(t, []time.Duration{time.Minute, 2 * time.Minute}, g.granted[late.integration])
	require.Empty(t, g.windows)
}

// Whatever is wished for when: it is granted after its delay and within twice what it waits for, and never twice within a pause.
func TestEveryWishIsGrantedInTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g, w := newGathered(), syncRequest{integration: uuid.New(), delay: rapid.SampledFrom([]time.Duration{0, time.Minute}).Draw(t, "delay")}
		var asked []time.Duration
		for _, pause := range rapid.SliceOfN(rapid.IntRange(0, 90_000), 1, 30).Draw(t, "pauses") {
			g.clock.pass(time.Duration(pause) * time.Millisecond)
			asked = append(asked, g.clock.now)
			g.request(w)
		}
		g.clock.pass(time.Hour)
		granted := g.granted[w.integration]
		for _, at := range asked {
			require.True(t, slices.ContainsFunc(granted, func(grant time.Duration) bool {
				return grant >= at+w.delay && grant <= at+2*max(hookPause, w.delay)
			}), "%s of %s", at, granted)
		}
		for i := 1; i < len(granted); i++ {
			require.GreaterOrEqual(t, granted[i]-granted[i-1], hookPause)
		}
		require.Empty(t, g.windows)
	})
}
