package connectwisetest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/integrations/fake"
)

// schema is what a published description says of one field.
type schema struct {
	Ref         string   `json:"$ref"`
	Type        string   `json:"type"`
	Format      string   `json:"format"`
	Description string   `json:"description"`
	Enum        []string `json:"enum"`
}

func (s schema) kind() kind {
	switch {
	case s.Ref != "":
		return reference
	case s.Type == "integer" || s.Type == "number":
		return number
	case s.Type == "boolean":
		return flag
	case s.Type == "array" || s.Type == "object":
		return list
	case s.Format == "date-time":
		return date
	}
	return text
}

var maxLength = regexp.MustCompile(`Max length: (\d+)`)

// TestTheTablesKnowWhatConnectWisePublishes compares the tables with ConnectWise's own description, where COUNTERSIGN_SPECS names its folder.
func TestTheTablesKnowWhatConnectWisePublishes(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("COUNTERSIGN_SPECS")
	if folder == "" {
		t.Skip("COUNTERSIGN_SPECS names no folder: the committed tables stand alone")
	}
	raw, err := os.ReadFile(filepath.Join(folder, "cw-openapi-get-filtered.json"))
	require.NoError(t, err)
	var published struct {
		Info       struct{ Version string }
		Components struct {
			Schemas map[string]struct{ Properties map[string]schema }
		}
	}
	require.NoError(t, json.Unmarshal(raw, &published))
	t.Logf("compared with the published description of ConnectWise PSA %s", published.Info.Version)
	fieldsOf := func(name string) map[string]schema { return published.Components.Schemas[name].Properties }
	for name, table := range map[string]fields{"Ticket": ticketFields, "ServiceNote": noteFields} {
		require.Len(t, fieldsOf(name), len(table), name)
		for property, said := range fieldsOf(name) {
			want := field{kind: said.kind(), words: strings.Join(said.Enum, " ")}
			if found := maxLength.FindStringSubmatch(said.Description); found != nil {
				want.max, _ = strconv.Atoi(found[1])
			}
			require.Equal(t, want, table[property], "%s of %s", property, name)
		}
	}
	for name, table := range map[string]fields{"BoardStatus": statusFields, "Company": companyFields, "Contact": contactFields, "BoardSubType": subtypeFields, "BoardItem": itemFields} {
		for property, held := range table {
			require.Equal(t, fieldsOf(name)[property].kind(), held.kind, "%s of %s", property, name)
			require.Contains(t, fieldsOf(name), property, name)
		}
	}
}

func TestOldTicketsAreForgotten(t *testing.T) {
	t.Parallel()
	st := newState()
	for id := range fake.TicketsKept + 10 {
		st.putTicket(Row{"id": float64(FirstTicket + id)})
	}
	require.Len(t, st.rows(tickets), fake.TicketsKept)
	require.NotContains(t, st.notes, FirstTicket, "with what was written into them")
	for id := range notesKept + 10 {
		st.putNote(Row{"id": float64(id + 1), "ticketId": float64(FirstTicket + 50)})
	}
	require.Len(t, st.notes[FirstTicket+50], notesKept)
	for id := range documentsKept + 10 {
		st.putDocument(Row{"id": float64(id + 1)})
	}
	require.Len(t, st.documents, documentsKept)
}
