package superopstest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/integrations/fake"
)

// published is a type, an operation or a field of the published index.
type published struct {
	Name      string
	Kind      string
	Type      string
	Returns   string
	Fields    []published
	Arguments []published
}

// TestTheFactsAreWhatSuperOpsPublishes compares the facts with SuperOps' own index, where COUNTERSIGN_SPECS names its folder.
func TestTheFactsAreWhatSuperOpsPublishes(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(os.Getenv("COUNTERSIGN_SPECS"), "superops-msp-api-index.json"))
	if err != nil {
		t.Skip("COUNTERSIGN_SPECS names no folder with the index: the committed facts stand alone")
	}
	var index struct{ Queries, Mutations, Types []published }
	require.NoError(t, json.Unmarshal(raw, &index))
	find := func(among []published, name string) published {
		at := slices.IndexFunc(among, func(one published) bool { return one.Name == name })
		require.GreaterOrEqual(t, at, 0, name)
		return among[at]
	}
	for root, operations := range map[string][]published{"Query": index.Queries, "Mutation": index.Mutations} {
		for name, held := range schema[root].fields {
			said := find(operations, name)
			require.Equal(t, said.Returns, held.kind.String(), name)
			require.Len(t, held.args, len(said.Arguments), name)
			for _, argument := range said.Arguments {
				require.Equal(t, argument.Type, held.args[argument.Name].String(), name)
			}
		}
	}
	kinds := map[string]string{"type": "object", "input": "input", "enum": "enum"}
	for name, held := range schema {
		if name == "Query" || name == "Mutation" {
			continue
		}
		said := find(index.Types, name)
		require.Equal(t, said.Kind, kinds[held.kind], name)
		for called, field := range held.fields {
			if name == "RuleConditionInput" && (called == "joinOperator" || called == "operands") {
				continue
			}
			known := find(said.Fields, called)
			require.True(t, held.kind == "enum" || known.Type == field.kind.String(), "%s.%s", name, called)
		}
	}
	t.Logf("compared %d types with the published index", len(schema))
}

func TestEverythingThatIsServedIsKnown(t *testing.T) {
	t.Parallel()
	served := 0
	for _, root := range []string{"Query", "Mutation"} {
		for name := range schema[root].fields {
			require.Contains(t, resolvers, name)
			served++
		}
	}
	require.Len(t, resolvers, served)
	for name := range guarded {
		require.Contains(t, resolvers, name)
	}
	for name, held := range schema {
		for called, field := range held.fields {
			_, known := schema[field.kind.name]
			require.True(t, held.kind == "enum" || known || scalars[field.kind.name] || field.kind.name == "SLAIdentifierInput", "%s.%s", name, called)
		}
	}
}

func TestOldTicketsAreForgotten(t *testing.T) {
	t.Parallel()
	st := newState()
	for i := range int64(fake.TicketsKept + 10) {
		st.putTicket(ticket{ID: firstTicket + i})
	}
	require.Len(t, st.tickets.Rows, fake.TicketsKept)
	for i := range int64(notesKept + 10) {
		st.notes.Add(firstTicket+50, note{ID: firstNote + i})
	}
	require.Len(t, st.notes.Of(firstTicket+50), notesKept)
}

func FuzzDocument(f *testing.F) {
	for _, seed := range []string{
		`query t($input: ListInfoInput!) { getTicketList(input: $input) { tickets { ticketId } } }`, `{ a: getStatusList { id } }`, `{ x(a: [1, -2.5e3, "s\n", {b: true}, ENUM, null, $v]) }`,
		`query ($a: [ID!]!) {`, `{ x(a: {b: {c: {d: {}}}}) }`, "# only\n", `{ ... on X { y } }`, `"""block"""`, `{{{{{{{{{{{{{{{{`, "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, document string) {
		op, err := parseDocument(document)
		if err != nil {
			return
		}
		if len(op.fields) == 0 {
			t.Fatalf("%q asks for nothing", document)
		}
		_ = validate(op, nil)
	})
}

func FuzzRequest(f *testing.F) {
	f.Add([]byte(`{"query":"query t($input: ListInfoInput!) { getTicketList(input: $input) { tickets { ticketId } listInfo { hasMore } } }","variables":{"input":{"page":1,"condition":{"attribute":"status","operator":"includes","value":["Open"]}}}}`))
	f.Add([]byte(`{"query":"mutation m($input: [TicketIdentifierInput]) { softDeleteTickets(input: $input) }","variables":{"input":[null]}}`))
	s, err := New(Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		op, wrong := parseRequest(body)
		if wrong != nil {
			return
		}
		s.Lock()
		defer s.Unlock()
		for _, one := range op.fields {
			if resolve := resolvers[one.name]; resolve != nil {
				_, _ = resolve(s, one.args)
			}
		}
	})
}
