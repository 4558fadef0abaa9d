package worker

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/directory"
)

// between runs during the sync, when page n of the list of people has just been read.
func (d *memoryDirectory) between(n int, do func()) {
	page := 0
	d.twist = func(p directory.Page[directory.Contact]) directory.Page[directory.Contact] {
		if page++; page == n {
			do()
		}
		return p
	}
}

// change edits a person while the list is read: the lock is held.
func (d *memoryDirectory) change(i int, mobile string) {
	d.people[i].Mobile, d.people[i].UpdatedAt = mobile, d.tick()
}

func TestNobodyIsMissedWhoChangesWhileTheListIsRead(t *testing.T) {
	t.Parallel()
	for name, tells := range map[string]bool{"a PSA that tells its time": true, "a PSA that does not": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDirectory(1, 250)
			d.tells = tells
			r := read(t, d)
			d.between(1, func() {
				d.change(0, "+14155550111")
				r.now, d.clock = r.now.Add(3*time.Minute), d.clock.Add(3*time.Minute)
				d.change(150, "+14155550122")
			})
			require.Equal(t, directory.Completed, r.run().Status)
			d.twist = nil
			require.Equal(t, directory.Incremental, r.run().Mode)
			require.Equal(t, "+14155550111", r.person(1).Value(channel.Mobile), "changed after its page was read")
			require.Equal(t, "+14155550122", r.person(151).Value(channel.Mobile))
		})
	}
}

func TestAStampInTheFutureMovesNothing(t *testing.T) {
	t.Parallel()
	for name, tells := range map[string]bool{"a PSA that tells its time": true, "a PSA that does not": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDirectory(1, 20)
			d.tells = tells
			r := read(t, d)
			d.clock = r.now
			d.people[3].UpdatedAt = r.now.AddDate(30, 0, 0)
			r.run()
			r.now, d.clock = r.now.Add(15*time.Minute), d.clock.Add(15*time.Minute)
			d.edit(7, func(c *directory.Contact) { c.Mobile = "+14155550133" })
			require.Equal(t, directory.Incremental, r.run().Mode)
			require.Equal(t, "+14155550133", r.person(8).Value(channel.Mobile))
		})
	}
}

func TestAnUnchangedPSACostsThreeRequestsAtMost(t *testing.T) {
	t.Parallel()
	d := newDirectory(60, 3000)
	d.tells = true
	for i := range d.people { // all were imported in one go
		d.people[i].UpdatedAt = d.clock
	}
	for i := range d.companies {
		d.companies[i].UpdatedAt = d.clock
	}
	d.clock = d.clock.Add(time.Second)
	r := read(t, d)
	require.Equal(t, 3000, r.run().Contacts)
	for sync := range 3 {
		before := d.fetched
		require.Zero(t, r.run().Changed)
		require.LessOrEqual(t, d.fetched-before, 3, "sync %d after the first", sync+1)
		d.clock = d.clock.Add(15 * time.Minute)
	}
	d.edit(1234, func(c *directory.Contact) { c.Name = "Ana Torres" })
	require.Equal(t, 1, r.run().Changed)
	require.Equal(t, "Ana Torres", r.person(1235).Name)
}

func TestAListIsReadAgainFromALittleBeforeItBegan(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 30)
	d.tells = true
	r := read(t, d)
	r.run()
	// This change came to stand in the list behind its own stamp.
	d.people[4].Name, d.people[4].UpdatedAt = "Late", d.clock.Add(-time.Minute)
	require.Equal(t, 1, r.run().Changed, fmt.Sprint(d.clock))
	require.Equal(t, "Late", r.person(5).Name)
}

func TestASyncStaysWholeWhenAFilterIsIgnored(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 130)
	d.tells, d.ignores = true, true
	r := read(t, d)
	r.run()
	d.edit(110, func(c *directory.Contact) { c.Mobile = "+14155550144" })
	again := r.run()
	require.Equal(t, []any{directory.Incremental, 130, 1}, []any{again.Mode, again.Contacts, again.Changed}, "all are read, and one is written")
	require.Equal(t, "+14155550144", r.person(111).Value(channel.Mobile))
	require.Zero(t, r.count(`SELECT count(*) FROM contacts WHERE inactive_since IS NOT NULL`))
}
