package contract

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/psa"
	"countersign/core/ticket"
	"countersign/integrations/fake"
)

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

func aFileIsAttached(b *bench) {
	attacher := needs[ticket.Attacher](b)
	id := b.makes("A call").ID
	for _, name := range []string{"photo.jpg", `a "b"; c\d/é.jpg`, "", strings.Repeat("ü", 300) + ".jpg"} {
		ref := newReference()
		fileID, err := attacher.Attach(b.soon(), id, ticket.Attachment{Reference: ref, Name: name, ContentType: "image/jpeg", Bytes: []byte("\xff\xd8\x00pixels")})
		require.NoError(b, err, name)
		found, ok, err := attacher.FindAttachment(b.soon(), id, ref)
		require.NoError(b, err)
		require.True(b, ok, name)
		require.Equal(b, fileID, found)
		written, _ := b.Fake.Written(id)
		last := written.Files[len(written.Files)-1]
		require.Equal(b, fileID, last.ID)
		require.Equal(b, 9, last.Size)
	}
	_, ok, err := attacher.FindAttachment(b.soon(), id, newReference())
	require.NoError(b, err)
	require.False(b, ok)
}

func timeIsWrittenDown(b *bench) {
	keeper := needs[psa.TimeKeeper](b)
	id := b.makes("A call").ID
	agent := b.agent()
	start := time.Now().UTC().Add(-26 * time.Hour).Truncate(time.Hour) // of a day that every PSA takes
	for minutes, internal := range map[int]bool{30: false, 45: true} {
		ref := newReference()
		entry, err := keeper.AddTime(b.soon(), id, psa.TimeEntry{
			AgentID: agent, Start: start, End: start.Add(time.Duration(minutes) * time.Minute), Note: "Called back.", Reference: ref, Internal: internal,
		})
		require.NoError(b, err)
		written, ok := b.Fake.Written(id)
		require.True(b, ok)
		last := written.Time[len(written.Time)-1]
		require.Equal(b, []any{entry, minutes}, []any{last.ID, last.Minutes})
		require.True(b, last.Internal || !internal, "an internal note is never shown; a PSA may show none at all")
		require.Equal(b, "Called back. "+ref, words(last.Note))
	}
}

// agent is somebody who may have worked; "", our own member, where the agents cannot be read.
func (b *bench) agent() string {
	b.Helper()
	roster, ok := b.desk.(psa.Roster)
	if !ok {
		return ""
	}
	agents, err := roster.Agents(b.soon())
	require.NoError(b, err)
	at := slices.IndexFunc(agents, func(one psa.Agent) bool { return one.Active })
	require.GreaterOrEqual(b, at, 0, "there is an active agent")
	return agents[at].ID
}

func agentsAreRead(b *bench) {
	roster := needs[psa.Roster](b)
	agents, err := roster.Agents(b.soon())
	require.NoError(b, err)
	require.NotEmpty(b, agents)
	seen := map[string]bool{}
	for _, one := range agents {
		require.NotEmpty(b, one.ID)
		require.NotEmpty(b, one.Name)
		require.False(b, seen[one.ID], one.ID)
		seen[one.ID] = true
	}
	schedule, ok := b.desk.(psa.Schedule)
	if !ok {
		b.Logf("%s has no schedule", b.vendor.Name)
		return
	}
	from, until := time.Now().Add(-240*time.Hour), time.Now().Add(240*time.Hour)
	entries, err := schedule.Entries(b.soon(), from, until)
	require.NoError(b, err)
	for i, one := range entries {
		require.True(b, seen[one.AgentID], "an entry of nobody")
		require.True(b, one.Start.Before(until) && one.End.After(from))
		require.True(b, i == 0 || !one.Start.Before(entries[i-1].Start), "by start")
	}
}

func everyFieldHasChoices(b *bench) {
	chooser := needs[psa.Chooser](b)
	all := b.defaults(true)
	for _, field := range b.vendor.Fields {
		if field.Text {
			continue
		}
		choices, err := chooser.Choices(b.soon(), field.Name, all)
		require.NoError(b, err, field.Name)
		if field.Required {
			require.NotEmpty(b, choices, field.Name)
		}
		seen := map[string]bool{}
		for _, choice := range choices {
			require.NotEmpty(b, choice.ID, field.Name)
			require.NotEmpty(b, choice.Label, field.Name)
			require.False(b, seen[choice.ID], "%s offers %s twice", field.Name, choice.ID)
			seen[choice.ID] = true
		}
		if field.Of != "" {
			without := maps.Clone(all)
			delete(without, field.Of)
			for _, chosen := range []ticket.Defaults{nil, without} {
				none, err := chooser.Choices(b.soon(), field.Name, chosen)
				require.NoError(b, err, field.Name)
				require.Empty(b, none, "%s depends on %s, which is not chosen", field.Name, field.Of)
			}
		}
	}
}
