package contract

import (
	"errors"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// rightsSuite takes each right away.
var rightsSuite = suite{"rights", []story{
	{"every missing right is named", everyMissingRightIsNamed},
}}

// seen are the rights that Check proves, because a cheap question needs them. Writing ones cannot be proved without writing.
var seen = map[integration.Right]bool{integration.ReadCompanies: true, integration.ReadContacts: true, integration.ReadTickets: true}

func everyMissingRightIsNamed(b *bench) {
	made, closed := b.makes("A call"), b.closed()
	n := b.newTicket("Another call", newReference())
	for _, right := range integration.Rights {
		words, listed := b.vendor.Rights[right]
		if !listed {
			require.Error(b, b.Fake.Deny(string(right), true), "%s cannot be taken by itself", right)
			continue
		}
		use := b.uses(right, made.ID, closed, n)
		require.NotNil(b, use, "nothing needs the right %s", right)
		require.NoError(b, b.Fake.Deny(string(right), true))
		for _, desk := range []ticket.System{b.desk, b.opens(b.URL)} {
			b.desk = desk
			err := use()
			b.fails(err, provider.Refused, right)
			var denied *integration.Denied
			require.ErrorAs(b, err, &denied, right)
			require.Equal(b, right, denied.Right)
			require.NotErrorIs(b, err, ticket.ErrNotFound)
			err = desk.Check(b.soon())
			if seen[right] || err != nil {
				said := b.complains(err, provider.Refused)
				require.Contains(b, said, words, "the complaint names the right as the PSA does")
			}
		}
		require.NoError(b, b.Fake.Deny(string(right), false))
		require.NoError(b, use(), "%s was given back", right)
		require.NoError(b, b.desk.Check(b.soon()))
	}
}

// uses is a call that needs a right; nil when this desk has none.
func (b *bench) uses(right integration.Right, ticketID, closed string, n ticket.New) func() error {
	switch right {
	case integration.ReadCompanies, integration.ReadContacts:
		if _, ok := b.desk.(directory.Reader); !ok {
			return nil
		}
		return func() error {
			var err error
			if right == integration.ReadCompanies {
				_, err = b.desk.(directory.Reader).Companies(b.soon(), directory.Position{})
			} else {
				_, err = b.desk.(directory.Reader).Contacts(b.soon(), directory.Position{})
			}
			return err
		}
	case integration.ReadTickets:
		return func() error { _, err := b.desk.Tickets(b.soon(), ticket.Query{Limit: 1}); return err }
	case integration.CreateTickets:
		return func() error {
			n.Reference = newReference()
			_, err := b.desk.Create(b.soon(), n)
			return err
		}
	case integration.EditTickets:
		return func() error { return b.desk.SetStatus(b.soon(), ticketID, closed) }
	case integration.WriteNotes:
		return func() error {
			_, err := b.desk.AddNote(b.soon(), ticketID, ticket.Note{Reference: newReference(), Text: "x", Internal: true})
			return err
		}
	case integration.DeleteTickets:
		return b.deletes()
	case integration.ReadSetup:
		return b.choosesAnything()
	}
	return nil
}

func (b *bench) deletes() func() error {
	if _, ok := b.desk.(ticket.Remover); !ok {
		return nil
	}
	spare := b.makes("A trial")
	return func() error { return b.desk.(ticket.Remover).Delete(b.soon(), spare.ID) }
}

// choosesAnything asks for the choices of every field that depends on no other, until one is denied.
func (b *bench) choosesAnything() func() error {
	if _, ok := b.desk.(integration.Chooser); !ok {
		return nil
	}
	return func() error {
		var failed error
		for _, field := range b.vendor.Fields {
			if field.Text || field.Of != "" || field.Name == ticket.FieldCompany {
				continue
			}
			_, err := b.desk.(integration.Chooser).Choices(b.soon(), field.Name, ticket.Defaults{})
			failed = errors.Join(failed, err)
		}
		return failed
	}
}
