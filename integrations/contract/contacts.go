package contract

import (
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/fake"
)

// contactsSuite finds people and sets their numbers.
var contactsSuite = suite{"contacts", []story{
	{"a person is found", aPersonIsFound},
	{"a mobile number is set", aMobileNumberIsSet},
}}

func aPersonIsFound(b *bench) {
	finder := needs[directory.Finder](b)
	_, err := b.Fake.Populate(fake.Population{Companies: 3, Contacts: 150, Seed: 3})
	require.NoError(b, err)
	byID, err := finder.Contact(b.soon(), b.contact)
	require.NoError(b, err)
	require.Equal(b, b.contact, byID.ID)
	isListedAs(b, zebulon, b.company, byID)
	for _, by := range []struct{ email, phone string }{{email: zebulon.Email}, {phone: zebulon.Mobile}} {
		found, err := finder.FindContacts(b.soon(), by.email, by.phone)
		require.NoError(b, err)
		require.Equal(b, []directory.Contact{byID}, found, by)
	}
	for _, by := range []struct{ email, phone string }{
		{email: "nobody@harbor.example"}, {phone: "+14155559999"}, {email: "quackenbush@harbor.example"}, {email: `" or "1"="1`}, {email: "zebulon.quackenbush@harbor.exampl_"}, {email: "%@%"},
	} {
		found, err := finder.FindContacts(b.soon(), by.email, by.phone)
		require.NoError(b, err, by)
		require.Empty(b, found, by)
	}
	for _, id := range []string{b.unknownID(b.contact), "", "../1", "x y"} {
		_, err := finder.Contact(b.soon(), id)
		b.fails(err, provider.Refused, id)
		require.ErrorIs(b, err, ticket.ErrNotFound, id)
	}
}

// reads is a person as the PSA has them now.
func (b *bench) reads(contactID string) directory.Contact {
	b.Helper()
	if finder, ok := b.desk.(directory.Finder); ok {
		found, err := finder.Contact(b.soon(), contactID)
		require.NoError(b, err)
		return found
	}
	row, ok := b.contacts(needs[directory.Reader](b), time.Time{}).rows[contactID]
	require.True(b, ok)
	return row
}

func aMobileNumberIsSet(b *bench) {
	setter := needs[directory.MobileSetter](b)
	noor, err := b.Fake.AddContact(fake.Person{CompanyID: b.company, First: "Noor", Last: "Haddad", Email: "noor@harbor.example"})
	require.NoError(b, err)
	for _, id := range []string{b.contact, noor} {
		before := b.reads(id)
		for _, number := range []string{"+14155550177", "+14155550177", "+14155550188"} {
			require.NoError(b, setter.SetMobile(b.soon(), id, number))
			after := b.reads(id)
			require.Equal(b, number, after.Mobile)
			after.Mobile, after.UpdatedAt = before.Mobile, before.UpdatedAt
			require.Equal(b, before, after, "nothing else changes")
		}
	}
	if finder, ok := b.desk.(directory.Finder); ok {
		found, err := finder.FindContacts(b.soon(), "", zebulon.Mobile)
		require.NoError(b, err)
		require.Empty(b, found, "no contact has the former number")
	}
	err = setter.SetMobile(b.soon(), b.unknownID(b.contact), "+14155550177")
	b.fails(err, provider.Refused)
	require.ErrorIs(b, err, ticket.ErrNotFound)
}
