package contract

import (
	"html"
	"regexp"
	"strings"

	"github.com/stretchr/testify/require"

	"countersign/core/ticket"
	"countersign/integrations/fake"
)

// notesSuite writes notes into tickets.
var notesSuite = suite{"notes", []story{
	{"notes are written and found", notesAreWrittenAndFound},
}}

var (
	breaks = regexp.MustCompile(`(?i)<br[^>]*>|</p>|</div>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
)

// words are a text without markup, as PSAs that hold HTML show it, on one line.
func words(text string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(breaks.ReplaceAllString(text, "\n"), ""))), " ")
}

// note is the note of a ticket that speaks of a reference; how many do is counted.
func (b *bench) note(ticketID, ref string) (found fake.WrittenNote, times int) {
	b.Helper()
	written, ok := b.Fake.Written(ticketID)
	require.True(b, ok)
	for _, one := range written.Notes {
		if strings.HasSuffix(words(one.Text), ref) {
			found = one
			times++
		}
	}
	return found, times
}

func notesAreWrittenAndFound(b *bench) {
	id := b.makes("A call").ID
	longer := newReference()
	for ref, internal := range map[string]bool{newReference(): true, newReference(): false, longer: true, longer[:len(longer)-1]: false} {
		noteID, err := b.desk.AddNote(b.soon(), id, ticket.Note{Reference: ref, Text: "Verified: " + hard + ".\nBy SMS.", Internal: internal})
		require.NoError(b, err)
		written, times := b.note(id, ref)
		require.Equal(b, 1, times)
		require.Equal(b, internal, written.Internal)
		require.Equal(b, words("Verified: "+hard+". By SMS. "+ref), words(written.Text))
		require.Equal(b, written.ID, noteID)
		if finder, ok := b.desk.(ticket.NoteFinder); ok {
			found, ok, err := finder.FindNote(b.soon(), id, ref)
			require.NoError(b, err)
			require.True(b, ok)
			require.Equal(b, noteID, found)
		}
	}
	if finder, ok := b.desk.(ticket.NoteFinder); ok {
		_, ok, err := finder.FindNote(b.soon(), id, newReference())
		require.NoError(b, err)
		require.False(b, ok)
	}
}
