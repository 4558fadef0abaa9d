package worker

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/store/psasync"
)

// Contact implements directory.Finder.
func (d *memoryDirectory) Contact(_ context.Context, id string) (directory.Contact, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.unread != nil {
		return directory.Contact{}, d.unread
	}
	at := slices.IndexFunc(d.people, func(c directory.Contact) bool { return c.ID == id })
	if at < 0 {
		return directory.Contact{}, ticket.ErrNotFound
	}
	return d.people[at], nil
}

func (d *memoryDirectory) FindContacts(context.Context, string, string) ([]directory.Contact, error) {
	return nil, nil
}

func TestADeletionThatThePSATellsOfIsBelievedByAReadOfThatContact(t *testing.T) {
	t.Parallel()
	d := newDirectory(1, 6)
	r := read(t, d)
	r.run()
	d.people = slices.Delete(d.people, 1, 2)
	doubt := func(ids ...string) {
		require.NoError(t, psasync.Doubt(t.Context(), r.store, r.tenant, r.integrationID, ids, r.now))
	}
	doubt("2", "3", "999", "2")
	require.Equal(t, 2, r.count(`SELECT count(*) FROM sync_doubts`), "only whom the PSA gave us, each once")
	d.unread = &provider.Error{Kind: provider.Unavailable}
	require.Equal(t, directory.Completed, r.run().Status, "who cannot be read now waits")
	require.Nil(t, r.person(2).InactiveSince)
	d.unread = nil
	require.Equal(t, directory.Incremental, r.run().Mode)
	require.NotNil(t, r.person(2).InactiveSince, "gone, without a read of everybody")
	require.Nil(t, r.person(3).InactiveSince, "the PSA has them still")
	require.Zero(t, r.count(`SELECT count(*) FROM sync_doubts`))
}
