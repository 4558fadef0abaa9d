package contract

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/fake"
)

// outagesSuite lets every kind of call fail on its way.
var outagesSuite = suite{"outages", []story{
	{"a throttled call says when", aThrottledCallSaysWhen},
	{"a vendor that is down takes nothing", aVendorThatIsDown},
	{"a lost answer to a question is harmless", aLostAnswerToAQuestion},
	{"a lost answer to a note is looked for", aLostAnswerToANote},
	{"a lost answer to a ticket is looked for", aLostAnswerToATicket},
	{"a silent vendor", aSilentVendor},
	{"a refusal is a refusal", aRefusalIsARefusal},
}}

// patience is how long a client waits for a vendor that stays silent; long enough for a busy machine to send the request.
const patience = 1500 * time.Millisecond

func (b *bench) impatient() context.Context {
	ctx, cancel := context.WithTimeout(b.Context(), patience)
	b.Cleanup(cancel)
	return ctx
}

func aThrottledCallSaysWhen(b *bench) {
	made := b.makes("A call")
	calls := []func() error{
		func() error { _, err := b.desk.Ticket(b.soon(), made.ID); return err },
		func() error {
			_, err := b.desk.AddNote(b.soon(), made.ID, ticket.Note{Reference: newReference(), Text: "x"})
			return err
		},
		func() error { b.complains(b.desk.Check(b.soon()), provider.Throttled); return throttledOnce },
	}
	if reader, ok := b.desk.(directory.Reader); ok {
		calls = append(calls, func() error { _, err := reader.Contacts(b.soon(), directory.Position{}); return err })
	}
	for _, call := range calls {
		b.Fault(b, fake.RateLimit, "", 1)
		err := call()
		b.fails(err, provider.Throttled)
		require.Positive(b, provider.RetryAfter(err))
		b.Faults.Clear()
	}
}

// throttledOnce stands for a complaint that was looked at already.
var throttledOnce = &provider.Error{Kind: provider.Throttled, RetryAfter: time.Second}

func aVendorThatIsDown(b *bench) {
	made, closed, ref := b.makes("A call"), b.closed(), newReference()
	n := b.newTicket("Another call", newReference())
	b.Fault(b, fake.Down, "", 0)
	for _, desk := range []ticket.System{b.desk, b.opens(b.URL)} {
		_, err := desk.Ticket(b.soon(), made.ID)
		b.fails(err, provider.Unavailable)
		_, err = desk.Tickets(b.soon(), ticket.Query{Limit: 1})
		b.fails(err, provider.Unavailable)
		_, err = desk.AddNote(b.soon(), made.ID, ticket.Note{Reference: ref, Text: "x"})
		b.fails(err, provider.Unavailable, "nothing was taken")
		b.fails(desk.SetStatus(b.soon(), made.ID, closed), provider.Unavailable)
		_, err = desk.Create(b.soon(), n)
		b.fails(err, provider.Unavailable)
		b.complains(desk.Check(b.soon()), provider.Unavailable)
	}
	b.Faults.Clear()
	_, times := b.note(made.ID, ref)
	require.Zero(b, times)
	_, err := b.desk.AddNote(b.soon(), made.ID, ticket.Note{Reference: ref, Text: "x"})
	require.NoError(b, err, "a vendor that was down is asked again")
}

func aLostAnswerToAQuestion(b *bench) {
	made := b.makes("A call")
	b.Fault(b, fake.AcceptThenDrop, "", 100)
	_, err := b.desk.Ticket(b.soon(), made.ID)
	b.fails(err, provider.Unavailable)
	_, _, err = b.desk.FindTicket(b.soon(), newReference())
	b.fails(err, provider.Unavailable)
	if reader, ok := b.desk.(directory.Reader); ok {
		_, err := reader.Contacts(b.soon(), directory.Position{})
		b.fails(err, provider.Unavailable)
	}
	b.complains(b.desk.Check(b.soon()), provider.Unavailable)
}

func aLostAnswerToANote(b *bench) {
	made, ref := b.makes("A call"), newReference()
	b.Fault(b, fake.AcceptThenDrop, ref, 1)
	_, err := b.desk.AddNote(b.soon(), made.ID, ticket.Note{Reference: ref, Text: "Verified."})
	b.fails(err, provider.Ambiguous)
	written, times := b.note(made.ID, ref)
	require.Equal(b, 1, times, "it was written once")
	if finder, ok := b.desk.(ticket.NoteFinder); ok {
		found, ok, err := finder.FindNote(b.soon(), made.ID, ref)
		require.NoError(b, err)
		require.True(b, ok)
		require.Equal(b, written.ID, found)
	}
}

func aLostAnswerToATicket(b *bench) {
	ref := newReference()
	n := b.newTicket("A call", ref)
	b.Fault(b, fake.AcceptThenDrop, ref, 1)
	_, err := b.desk.Create(b.soon(), n)
	b.fails(err, provider.Ambiguous)
	found, ok, err := b.desk.FindTicket(b.soon(), ref)
	require.NoError(b, err)
	require.True(b, ok)
	require.Equal(b, "A call", found.Summary)
	all, err := b.desk.Tickets(b.soon(), ticket.Query{ContactID: b.contact, Limit: 10})
	require.NoError(b, err)
	require.Equal(b, []string{found.ID}, idsOf(all), "it was made once")
}

func aSilentVendor(b *bench) {
	made, ref := b.makes("A call"), newReference()
	b.Fault(b, fake.Timeout, "", 1)
	_, err := b.desk.Ticket(b.impatient(), made.ID)
	b.fails(err, provider.Unavailable)
	b.Faults.Clear()
	b.Fault(b, fake.Timeout, ref, 1)
	_, err = b.desk.AddNote(b.impatient(), made.ID, ticket.Note{Reference: ref, Text: "x"})
	b.fails(err, provider.Ambiguous, "it is unknown what a silent vendor did")
	if finder, ok := b.desk.(ticket.NoteFinder); ok {
		_, ok, err := finder.FindNote(b.soon(), made.ID, ref)
		require.NoError(b, err)
		require.False(b, ok, "this one did nothing")
	}
}

func aRefusalIsARefusal(b *bench) {
	made, ref := b.makes("A call"), newReference()
	b.Fault(b, fake.Refuse, ref, 1)
	_, err := b.desk.AddNote(b.soon(), made.ID, ticket.Note{Reference: ref, Text: "x"})
	b.fails(err, provider.Refused)
	require.NotErrorIs(b, err, ticket.ErrNotFound)
	_, times := b.note(made.ID, ref)
	require.Zero(b, times)
	ref = newReference()
	n := b.newTicket("A call", ref)
	b.Fault(b, fake.Refuse, ref, 1)
	_, err = b.desk.Create(b.soon(), n)
	b.fails(err, provider.Refused)
}
