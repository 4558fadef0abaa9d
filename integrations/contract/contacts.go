package contract

import (
	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/fake"
)

// contactsSuite reads single people.
var contactsSuite = suite{"contacts", []story{
	{"a person is found", aPersonIsFound},
}}

func aPersonIsFound(b *bench) {
	finder := needs[directory.Finder](b)
	_, err := b.Fake.Populate(fake.Population{Companies: 3, Contacts: 150, Seed: 3})
	require.NoError(b, err)
	byID, err := finder.Contact(b.soon(), b.contact)
	require.NoError(b, err)
	require.Equal(b, b.contact, byID.ID)
	isListedAs(b, zebulon, b.company, byID)
	for _, id := range []string{b.unknownID(b.contact), "", "../1", "x y"} {
		_, err := finder.Contact(b.soon(), id)
		b.fails(err, provider.Refused, id)
		require.ErrorIs(b, err, ticket.ErrNotFound, id)
	}
}
