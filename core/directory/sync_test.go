package directory_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/directory"
)

var began = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

func TestTheNextListBeginsWhereThisOneBegan(t *testing.T) {
	t.Parallel()
	at := func(d time.Duration) *time.Time { return new(began.Add(d)) }
	now := began.Add(time.Hour)
	for name, c := range map[string]struct {
		sync directory.Sync
		want *time.Time
	}{
		"nothing is known":           {directory.Sync{}, nil},
		"its time":                   {directory.Sync{Began: at(0), Newest: at(time.Minute)}, at(0)},
		"a stamp in the future":      {directory.Sync{Began: at(0), Newest: at(1e6 * time.Second)}, at(0)},
		"a bulk import":              {directory.Sync{Began: at(0), Recent: 20_000}, at(2 * time.Minute)},
		"soon after a bulk import":   {directory.Sync{Began: at(0), Since: at(time.Minute)}, at(time.Minute)},
		"a clock that was put back":  {directory.Sync{Began: at(0), Since: at(time.Hour)}, at(0)},
		"no time: the newest change": {directory.Sync{Newest: at(0), StartedAt: now}, at(0)},
		"no time: a list of minutes": {directory.Sync{Newest: at(0), StartedAt: now.Add(-3 * time.Minute)}, at(-3 * time.Minute)},
		"no time: a stamp far off":   {directory.Sync{Newest: at(9000 * time.Hour), StartedAt: now}, &now},
	} {
		require.Equal(t, c.want, c.sync.Cursor(now), name)
	}
}

// TestTheCursorNeverPassesTheListsBeginning holds for any rows: whatever changes after the list began has a stamp at or after where the next one is read since.
func TestTheCursorNeverPassesTheListsBeginning(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := directory.Sync{Phase: directory.ReadingContacts, StartedAt: began}
		for page := range rapid.IntRange(1, 5).Draw(t, "pages") {
			note := directory.PageNote{AsOf: began.Add(time.Duration(page) * time.Minute), Next: "more"}
			for range rapid.IntRange(0, 80).Draw(t, "rows") {
				note.Changes = append(note.Changes, began.Add(time.Duration(rapid.IntRange(-1e5, 1e5).Draw(t, "changed"))*time.Second))
			}
			note.Rows = len(note.Changes)
			s = s.AfterPage(note)
		}
		next := directory.Sync{Since: s.Cursor(began.Add(5 * time.Minute))}
		require.False(t, next.Position().Since.After(began))
		require.False(t, next.Position().Since.Before(began.Add(-2*time.Minute)))
	})
}
