package contract

import (
	"github.com/stretchr/testify/require"

	"countersign/core/ticket"
)

// removalSuite deletes tickets.
var removalSuite = suite{"removal", []story{
	{"a ticket is deleted once", aTicketIsDeletedOnce},
}}

func aTicketIsDeletedOnce(b *bench) {
	remover := needs[ticket.Remover](b)
	ref := newReference()
	made, err := b.desk.Create(b.soon(), b.newTicket("A trial", ref))
	require.NoError(b, err)
	require.NoError(b, remover.Delete(b.soon(), made.ID))
	if written, ok := b.Fake.Written(made.ID); ok {
		require.True(b, written.Deleted)
	}
	_, err = b.desk.Ticket(b.soon(), made.ID)
	require.ErrorIs(b, err, ticket.ErrNotFound)
	_, found, err := b.desk.FindTicket(b.soon(), ref)
	require.NoError(b, err)
	require.False(b, found)
	for _, id := range []string{made.ID, b.unknownID(made.ID), "../x"} {
		require.ErrorIs(b, remover.Delete(b.soon(), id), ticket.ErrNotFound, id)
	}
}
