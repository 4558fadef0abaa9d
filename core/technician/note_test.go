package technician_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/technician"
)

func TestWhatIsClosed(t *testing.T) {
	t.Parallel()
	for status, closed := range map[technician.Status]bool{
		technician.Waiting: false, technician.Claimed: false, technician.Confirmed: true, technician.Denied: true, technician.Expired: true,
	} {
		require.Equal(t, closed, status.Closed(), status)
	}
}

func TestTheWholeSequenceStandsInTheNote(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 14, 0, 0, 0, time.FixedZone("CET", 3600))
	facts := []technician.Fact{
		{Kind: technician.Asked, At: at},
		{Kind: technician.Looked, At: at.Add(10 * time.Second), By: "Lee Wong"},
		{Kind: technician.AskedAgain, At: at.Add(20 * time.Second)},
		{Kind: technician.Taken, At: at.Add(30 * time.Second), By: "Sam Rivera"},
	}
	for name, c := range map[string]struct {
		status technician.Status
		person string
		ends   technician.Fact
		title  string
		last   string
	}{
		"by reply":    {technician.Confirmed, "Ana Torres", technician.Fact{Kind: technician.ConfirmedIt, How: technician.ByReply}, "confirmed.", "they confirmed by their own reply"},
		"by word":     {technician.Confirmed, "", technician.Fact{Kind: technician.ConfirmedIt, How: technician.Verbally, By: "Sam Rivera"}, "confirmed.", "logged by hand. Technician: Sam Rivera"},
		"in portal":   {technician.Confirmed, "", technician.Fact{Kind: technician.ConfirmedIt, How: technician.InPortal}, "confirmed.", "in the portal"},
		"they deny":   {technician.Denied, "", technician.Fact{Kind: technician.DeniedIt}, "DENIED.", "they answered that it does not match"},
		"we close it": {technician.Denied, "", technician.Fact{Kind: technician.DeniedIt, By: "Sam Rivera"}, "DENIED.", "closed it as not matching. Technician: Sam Rivera"},
		"it runs out": {technician.Expired, "", technician.Fact{Kind: technician.RanOut}, "nobody confirmed in time.", "it ran out"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.ends.At = at.Add(time.Minute)
			state := technician.State{Status: c.status, ContactPoint: "+1 415 ••• ••34", Facts: append(append([]technician.Fact{}, facts...), c.ends)}
			note := state.TicketNote(c.person, nil, "")
			linked := strings.Split(state.TicketNote(c.person, time.FixedZone("Europe/Berlin", 3600), "https://desk.example/1").Text, "\n")
			require.Contains(t, linked[1], "2026-03-02 13:00:00 UTC (14:00 Europe/Berlin)  ")
			require.Equal(t, "Record: https://desk.example/1", linked[6])
			require.True(t, note.Internal, "it is not for the client")
			lines := strings.Split(note.Text, "\n")
			require.Len(t, lines, 6)
			require.Equal(t, "Technician verification: "+c.title, lines[0])
			who := ""
			if c.person != "" {
				who = ". Person: " + c.person
			}
			require.Equal(t, "2026-03-02 13:00:00 UTC  asked from +1 415 ••• ••34 whether the technician is real; a code was sent there"+who, lines[1])
			require.Equal(t, "2026-03-02 13:00:10 UTC  looked at the code. Technician: Lee Wong", lines[2])
			require.Contains(t, lines[3], "the one before is void")
			require.Contains(t, lines[4], "took it up and reads the code to them. Technician: Sam Rivera")
			require.Contains(t, lines[5], c.last)
		})
	}
}
