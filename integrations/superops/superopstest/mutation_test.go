package superopstest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/integrations/fake"
	"countersign/integrations/superops/superopstest"
)

func TestMutationsAreJudged(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	other, err := s.AddContact(fake.Person{First: "Bob", Email: "bob@northwind.example"})
	require.NoError(t, err)
	const (
		note   = `mutation m($input: CreateTicketNoteInput!) { createTicketNote(input: $input) { noteId } }`
		status = `mutation m($input: UpdateTicketInput!) { updateTicket(input: $input) { status } }`
		trash  = `mutation m($input: [TicketIdentifierInput]) { softDeleteTickets(input: $input) }`
	)
	in := func(id string) map[string]any { return map[string]any{"ticketId": id} }
	for _, c := range []struct {
		document string
		input    any
		code     string
		rule     string
	}{
		{note, map[string]any{"ticket": in("7"), "content": "x"}, "entity_does_not_exist", ""},
		{note, map[string]any{"ticket": in(superopstest.FirstTicket), "content": " "}, "mandatory_validation_failed", "value.content"},
		{note, map[string]any{"ticket": in(superopstest.FirstTicket), "content": strings.Repeat("x", 70_000)}, "value_length_exceeds_limit", "value.content"},
		{note, map[string]any{"ticket": in(superopstest.FirstTicket), "content": "x", "privacyType": "SECRET"}, "ValidationError", "input.enum"},
		{note, map[string]any{"ticket": in(superopstest.FirstTicket), "content": "x"}, "", ""},
		{status, map[string]any{"ticketId": superopstest.FirstTicket, "status": "Nowhere"}, "referred_value_does_not_exist", ""},
		{status, map[string]any{"ticketId": superopstest.FirstTicket, "status": "Closed"}, "", ""},
		{trash, []any{in(superopstest.FirstTicket), in("7")}, "entity_does_not_exist", ""},
		{trash, []any{in(superopstest.FirstTicket)}, "", ""},
		{trash, []any{in(superopstest.FirstTicket)}, "entity_does_not_exist", ""},
		{status, map[string]any{"ticketId": superopstest.FirstTicket, "status": "Open"}, "entity_does_not_exist", ""},
	} {
		answer := s.ask(c.document, c.input)
		require.Equal(t, c.code, codeIn(answer), "%s %v: %v", c.document, c.input, answer)
		want := []string{}
		if c.rule != "" {
			want = []string{c.rule}
		}
		require.Equal(t, want, s.broke(), "%s %v", c.document, c.input)
	}
	written, ok := s.Written(superopstest.FirstTicket)
	require.True(t, ok)
	require.True(t, written.Deleted)
	require.True(t, written.Notes[0].Internal, "a note is private unless it says otherwise")
	one := s.ask(`query c($input: ClientIdentifierInput!) { getClient(input: $input) { name } }`, map[string]any{"accountId": superopstest.ClientNorthwind})
	require.Equal(t, map[string]any{"getClient": map[string]any{"name": "Northwind Dental"}}, one["data"])
	of := s.ask(`query u($input: GetClientUserListInput!) { getClientUserList(input: $input) { userList { userId } } }`, map[string]any{"clientId": superopstest.ClientNorthwind})
	require.NotContains(t, of["data"].(map[string]any)["getClientUserList"].(map[string]any)["userList"], map[string]any{"userId": other})
}

func TestARightThatWasTakenIsForbidden(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	require.NoError(t, s.Deny("read_tickets", true))
	answer := s.ask(`query { getStatusList { name } getTicket(input: {ticketId: "`+superopstest.FirstTicket+`"}) { ticketId } }`, nil)
	require.Equal(t, "forbidden", codeIn(answer))
	data := answer["data"].(map[string]any)
	require.Nil(t, data["getTicket"])
	require.NotEmpty(t, data["getStatusList"], "the rest is answered all the same")
	require.Empty(t, s.broke())
}
