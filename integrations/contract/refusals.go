package contract

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// Refusal is what an answer of a vendor means to every call: its kind for calls that read and for calls that write, and its code.
type Refusal struct {
	What             string
	Reading, Writing provider.Kind
	Code             string
}

// Refuses requires that calls of a client whose vendor always gives one answer fail with its meaning, and that no failure quotes a person.
// others are the errors of further writes.
func Refuses(t testing.TB, client interface {
	ticket.System
	directory.Reader
}, made ticket.New, closed string, want Refusal, others ...error) {
	t.Helper()
	_, note := client.AddNote(Soon(t), "1", ticket.Note{Text: "x"})
	_, create := client.Create(Soon(t), made)
	writes := map[string]error{"note": note, "ticket": create, "status": client.SetStatus(Soon(t), "1", closed)}
	for i, err := range others {
		writes["another write "+strconv.Itoa(i+1)] = err
	}
	for name, err := range writes {
		require.Equal(t, want.Writing, KindOf(t, err), "%s: %s", want.What, name)
		require.Equal(t, want.Code, provider.CodeOf(err), "%s: %s", want.What, name)
		require.NotContains(t, err.Error(), "Ana", "what is quoted may be a person")
	}
	_, one := client.Ticket(Soon(t), "1")
	_, page := client.Contacts(Soon(t), directory.Position{})
	for name, err := range map[string]error{"ticket": one, "contacts": page} {
		require.Equal(t, want.Reading, KindOf(t, err), "%s: %s", want.What, name)
		require.NotContains(t, err.Error(), "Ana")
		require.Equal(t, want.Reading == provider.Throttled, provider.RetryAfter(err) > 0, want.What)
	}
}
