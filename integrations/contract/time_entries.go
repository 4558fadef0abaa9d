package contract

import (
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/ticket"
)

// timeEntriesSuite writes down time on tickets.
var timeEntriesSuite = suite{"time entries", []story{
	{"time is written down", timeIsWrittenDown},
}}

func timeIsWrittenDown(b *bench) {
	keeper := needs[ticket.TimeKeeper](b)
	id := b.makes("A call").ID
	agent := b.agent()
	start := time.Now().UTC().Add(-26 * time.Hour).Truncate(time.Hour) // of a day that every PSA takes
	for minutes, internal := range map[int]bool{30: false, 45: true} {
		ref := newReference()
		entry, err := keeper.AddTime(b.soon(), id, ticket.TimeEntry{
			AgentID: agent, Start: start, End: start.Add(time.Duration(minutes) * time.Minute), Note: "Called back.", Reference: ref, Internal: internal,
		})
		require.NoError(b, err)
		written, ok := b.Fake.Written(id)
		require.True(b, ok)
		last := written.Time[len(written.Time)-1]
		require.Equal(b, []any{entry, minutes}, []any{last.ID, last.Minutes})
		require.True(b, last.Internal || !internal, "an internal note is never shown; a PSA may show none at all")
		require.Equal(b, "Called back. "+ref, words(last.Note))
	}
}
