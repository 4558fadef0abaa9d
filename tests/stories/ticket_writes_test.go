package stories

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// ticketPatience is longer than others: a ticket system that is away is asked again after growing pauses, a dead worker's write after twenty seconds.
const ticketPatience = 2 * time.Minute

// aTicket makes a ticket in the sandbox's ConnectWise that no other test writes into.
func aTicket(t *testing.T) string {
	t.Helper()
	reply := stack.Sandbox().Do(t, http.MethodPost, "/_sandbox/psa/connectwise/populate", map[string]any{"companies": 1, "contacts": 1, "tickets": 1, "seed": rand.Uint32()})
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	var made struct {
		Tickets struct {
			First string `json:"first"`
		} `json:"tickets"`
	}
	reply.Into(t, &made)
	require.NotEmpty(t, made.Tickets.First)
	return made.Tickets.First
}

// notesOf reads what the ticket system shows in a ticket, oldest first.
func notesOf(t *testing.T, ticket string) (texts []string) {
	t.Helper()
	reply := stack.Sandbox().Do(t, http.MethodGet, "/_sandbox/psa/connectwise/tickets/"+ticket, nil)
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	var shown struct {
		Notes []struct {
			Text     string `json:"text"`
			Internal bool   `json:"internal"`
		} `json:"notes"`
	}
	reply.Into(t, &shown)
	for _, note := range shown.Notes {
		if strings.Contains(strings.ToLower(note.Text), "verified") {
			require.True(t, note.Internal, "results are for technicians")
			texts = append(texts, note.Text)
		}
	}
	return texts
}

func awaitNotes(t *testing.T, ticket string, n int) []string {
	t.Helper()
	require.Eventually(t, func() bool { return len(notesOf(t, ticket)) >= n }, ticketPatience, 50*time.Millisecond, "note %d of ticket %s", n, ticket)
	return notesOf(t, ticket)
}

// approved verifies a new person for a ticket and returns their name.
func approved(t *testing.T, desk *harness.Desk, ticket, name string) string {
	t.Helper()
	return approvedIn(t, desk, ticket, name, func() {})
}

// approvedIn is approved, and something happens to the ticket system once the ticket was read and before its note is written.
func approvedIn(t *testing.T, desk *harness.Desk, ticket, name string, happens func()) string {
	t.Helper()
	person := desk.Contact(name)
	call := desk.Verify(person).For(ticket).BySMS()
	code := person.ReadsSMS(1)
	happens()
	require.True(t, call.Check(code).Accepted)
	return name
}

// begins requires notes about these people, in this order, and about no one else.
func begins(t *testing.T, notes []string, names ...string) {
	t.Helper()
	require.Len(t, notes, len(names), "each once: %q", notes)
	for i, name := range names {
		require.True(t, strings.HasPrefix(notes[i], "Verified by SMS code to "), notes[i])
		require.Contains(t, notes[i], "\nPerson: "+name+"\n")
		require.Regexp(t, `\nCS-[0-9A-Z]{10}$`, notes[i])
	}
}

// A worker is killed while the ticket system, which has taken the note, has not yet answered. This test is not parallel: it kills the shared worker.
func TestAKilledWorkerDoublesNoNote(t *testing.T) {
	desk, ticket := stack.Desk(t), aTicket(t)
	first := approvedIn(t, desk, ticket, "Ana Torres", func() { stack.Fault(t, "connectwise", "slow", "/tickets/"+ticket+"/notes", 1) })
	require.Eventually(t, func() bool { return len(notesOf(t, ticket)) == 1 }, ticketPatience, 5*time.Millisecond)
	require.NoError(t, stack.Reload())
	killed := stack.PIDs["worker"]
	require.NoError(t, syscall.Kill(killed, syscall.SIGKILL))
	require.Eventually(t, func() bool { return stack.Reload() == nil && stack.PIDs["worker"] != killed && stack.Ready() }, ticketPatience, 50*time.Millisecond)
	second := approved(t, desk, ticket, "Ben Okafor")
	begins(t, awaitNotes(t, ticket, 2), first, second) // in order: the second stands there because the first was found
}

func TestAVerificationStandsInItsTicket(t *testing.T) {
	t.Parallel()
	desk, ticket := stack.Desk(t), aTicket(t)
	name := approved(t, desk, ticket, "Ana Torres")
	begins(t, awaitNotes(t, ticket, 1), name)
}

func TestANoteWhoseAnswerWasLostIsFoundAgain(t *testing.T) {
	t.Parallel()
	desk, ticket := stack.Desk(t), aTicket(t)
	first := approvedIn(t, desk, ticket, "Ana Torres", func() { stack.Fault(t, "connectwise", "accept_then_drop", "/tickets/"+ticket+"/notes", 1) })
	second := approved(t, desk, ticket, "Ben Okafor")
	begins(t, awaitNotes(t, ticket, 2), first, second)
}

func TestNotesOutlastATicketSystemThatIsAwayAndNobodyWaitsForThem(t *testing.T) {
	t.Parallel()
	desk, ticket := stack.Desk(t), aTicket(t)
	stack.Fault(t, "connectwise", "down", "/tickets/"+ticket, 3)
	var names []string
	for _, name := range []string{"Ana Torres", "Ben Okafor", "Chiara Rossi"} {
		names = append(names, approved(t, desk, ticket, name)) // approved at once, independent of the ticket system
	}
	begins(t, awaitNotes(t, ticket, 3), names...)
}

func TestARefusedNoteLetsTheNextOnesPass(t *testing.T) {
	t.Parallel()
	desk, ticket := stack.Desk(t), aTicket(t)
	approvedIn(t, desk, ticket, "Ana Torres", func() { stack.Fault(t, "connectwise", "refuse", "/tickets/"+ticket+"/notes", 1) })
	require.Eventually(t, func() bool { return faultMet(t, ticket) }, ticketPatience, 50*time.Millisecond)
	second := approved(t, desk, ticket, "Ben Okafor")
	begins(t, awaitNotes(t, ticket, 1), second)
}

// faultMet reports whether a request about a ticket met its fault.
func faultMet(t *testing.T, ticket string) bool {
	t.Helper()
	var seen struct {
		Items []struct {
			Path  string `json:"path"`
			Fault string `json:"fault"`
		} `json:"items"`
	}
	stack.Sandbox().Do(t, http.MethodGet, "/_sandbox/requests?provider=connectwise", nil).Into(t, &seen)
	for _, request := range seen.Items {
		if request.Fault != "" && strings.Contains(request.Path, "/tickets/"+ticket+"/notes") {
			return true
		}
	}
	return false
}
