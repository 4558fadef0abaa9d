package contract

import (
	"strings"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/core/ticket"
)

// ticketsSuite makes, reads, searches and closes tickets.
var ticketsSuite = suite{"tickets", []story{
	{"a ticket is made and found", aTicketIsMadeAndFound},
	{"a ticket takes every default", aTicketTakesEveryDefault},
	{"a long summary is cut", aLongSummaryIsCut},
	{"tickets are searched", ticketsAreSearched},
	{"a ticket is closed", aTicketIsClosed},
	{"a ticket that is not there", aTicketThatIsNotThere},
}}

// hard is a text that careless quoting damages.
const hard = `Ana's "reset" \ 100% [x] ünïcode 漢字`

func aTicketIsMadeAndFound(b *bench) {
	ref := newReference()
	_, found, err := b.desk.FindTicket(b.soon(), ref)
	require.NoError(b, err)
	require.False(b, found)
	n := b.newTicket(hard, ref)
	n.Description = "First line with " + hard + ".\nSecond line."
	made, err := b.desk.Create(b.soon(), n)
	require.NoError(b, err)
	b.makes("Another call")
	same, found, err := b.desk.FindTicket(b.soon(), ref)
	require.NoError(b, err)
	require.True(b, found)
	require.Equal(b, made.ID, same.ID)
	_, found, err = b.desk.FindTicket(b.soon(), newReference())
	require.NoError(b, err)
	require.False(b, found)

	read, err := b.desk.Ticket(b.soon(), made.ID)
	require.NoError(b, err)
	require.NotEmpty(b, read.Number)
	require.Equal(b, []any{made.ID, hard, b.company, b.contact, false}, []any{read.ID, read.Summary, read.CompanyID, read.ContactID, read.Closed})
	require.Contains(b, words(read.Description), words(n.Description))
	require.NotEmpty(b, read.StatusID)
	require.NotEmpty(b, read.Status)
	if status := n.Defaults[ticket.FieldStatus]; status != "" {
		require.Equal(b, status, read.StatusID)
	}
	written, ok := b.Fake.Written(made.ID)
	require.True(b, ok)
	require.Equal(b, []any{hard, b.company, b.contact, false}, []any{written.Summary, written.CompanyID, written.ContactID, written.Closed})
	require.Contains(b, words(written.Description), words(n.Description))
}

func aTicketTakesEveryDefault(b *bench) {
	n := b.newTicket("Everything chosen", newReference())
	n.Defaults = b.defaults(true)
	made, err := b.desk.Create(b.soon(), n)
	require.NoError(b, err)
	require.False(b, made.Closed)
	require.Equal(b, b.company, made.CompanyID, "the default company is for those whom none is known of")
	if status := n.Defaults[ticket.FieldStatus]; status != "" {
		require.Equal(b, status, made.StatusID)
	}
	if n.Defaults[ticket.FieldCompany] == "" {
		return
	}
	n.Reference, n.CompanyID, n.ContactID = newReference(), "", ""
	made, err = b.desk.Create(b.soon(), n)
	require.NoError(b, err)
	require.Equal(b, n.Defaults[ticket.FieldCompany], made.CompanyID)
}

func aLongSummaryIsCut(b *bench) {
	long := strings.Repeat("Ünendlich lang ", 100) + "end"
	made := b.makes(long)
	written, ok := b.Fake.Written(made.ID)
	require.True(b, ok)
	require.True(b, utf8.ValidString(written.Summary))
	require.True(b, strings.HasPrefix(long, strings.TrimRight(strings.TrimSuffix(written.Summary, "…"), " ")), written.Summary)
	require.Greater(b, utf8.RuneCountInString(written.Summary), 50)
	lines := b.makes("Two\r\nlines\tand a tab")
	require.Equal(b, "Two lines and a tab", lines.Summary)
}

func ticketsAreSearched(b *bench) {
	closed := b.closed()
	done, open := b.makes("Zebrafish swims no more"), b.makes("Zebrafish swims in circles")
	b.makes("Printer is on fire")
	require.NoError(b, b.desk.SetStatus(b.soon(), done.ID, closed))
	for _, want := range []struct {
		query ticket.Query
		ids   []string
	}{
		{ticket.Query{Text: "zebrafish"}, []string{done.ID, open.ID}},
		{ticket.Query{Text: "zebrafish", Open: true}, []string{open.ID}},
		{ticket.Query{Text: "zebrafish circles"}, []string{open.ID}},
		{ticket.Query{Text: `zebrafish" or "1"="1`}, nil},
		{ticket.Query{Text: "hippopotamus"}, nil},
		{ticket.Query{ContactID: b.contact, Text: "zebrafish", Open: true}, []string{open.ID}},
		{ticket.Query{CompanyID: b.company, Text: "zebrafish", Open: true}, []string{open.ID}},
	} {
		want.query.Limit = 50
		found, err := b.desk.Tickets(b.soon(), want.query)
		require.NoError(b, err)
		var ids []string
		for _, one := range found {
			ids = append(ids, one.ID)
		}
		require.ElementsMatch(b, want.ids, ids, "%+v", want.query)
	}
	other := b.adds(people[0].who)
	for _, query := range []ticket.Query{{ContactID: other, Limit: 10}, {ContactID: other, Open: true, Limit: 10}} {
		found, err := b.desk.Tickets(b.soon(), query)
		require.NoError(b, err)
		require.Empty(b, found)
	}
	byNumber, err := b.desk.Tickets(b.soon(), ticket.Query{Text: open.Number, Limit: 10})
	require.NoError(b, err)
	require.Contains(b, idsOf(byNumber), open.ID)
	one, err := b.desk.Tickets(b.soon(), ticket.Query{ContactID: b.contact, Limit: 1})
	require.NoError(b, err)
	require.Len(b, one, 1)
}

func idsOf(tickets []ticket.Ticket) []string {
	var ids []string
	for _, one := range tickets {
		ids = append(ids, one.ID)
	}
	return ids
}

func aTicketIsClosed(b *bench) {
	made, closed := b.makes("A call"), b.closed()
	require.NoError(b, b.desk.SetStatus(b.soon(), made.ID, closed))
	read, err := b.desk.Ticket(b.soon(), made.ID)
	require.NoError(b, err)
	require.True(b, read.Closed)
	require.Equal(b, closed, read.StatusID)
	written, ok := b.Fake.Written(made.ID)
	require.True(b, ok)
	require.True(b, written.Closed)
	other := b.makes("A second call")
	require.NoError(b, b.desk.SetStatus(b.soon(), other.ID, read.Status), "a status goes by its name too")
	read, err = b.desk.Ticket(b.soon(), other.ID)
	require.NoError(b, err)
	require.Equal(b, closed, read.StatusID)
}

func aTicketThatIsNotThere(b *bench) {
	made, closed := b.makes("A call"), b.closed()
	for _, id := range []string{b.unknownID(made.ID), "", "../tickets", "x y", "1?a=b"} {
		_, err := b.desk.Ticket(b.soon(), id)
		b.fails(err, provider.Refused, id)
		require.ErrorIs(b, err, ticket.ErrNotFound, id)
		_, err = b.desk.AddNote(b.soon(), id, ticket.Note{Reference: newReference(), Text: "x", Internal: true})
		b.fails(err, provider.Refused, id)
		require.ErrorIs(b, err, ticket.ErrNotFound, id)
		err = b.desk.SetStatus(b.soon(), id, closed)
		b.fails(err, provider.Refused, id)
		require.ErrorIs(b, err, ticket.ErrNotFound, id)
	}
}
