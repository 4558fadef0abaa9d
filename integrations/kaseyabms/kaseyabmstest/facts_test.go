package kaseyabmstest

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/integrations/fake"
)

// schema is what a published description says of one field.
type schema struct {
	Type   string
	Format string
	Items  *schema
	Ref    string `json:"$ref"`
}

func (s schema) kind() kind {
	switch {
	case strings.HasSuffix(s.Ref, "OperationType"), s.Type == "integer":
		return number
	case s.Ref != "":
		return object
	case s.Type == "number":
		return decimal
	case s.Type == "boolean":
		return flag
	case s.Type == "array":
		return list
	case s.Format == "date-time", s.Format == "date":
		return date
	}
	return text
}

type description struct {
	Info  struct{ Title string }
	Paths map[string]map[string]struct {
		Parameters []struct {
			Name   string
			In     string
			Schema schema
		}
	}
	Components struct {
		Schemas map[string]struct {
			Required   []string
			Properties map[string]schema
		}
	}
}

func published(t *testing.T) description {
	t.Helper()
	folder := os.Getenv("COUNTERSIGN_SPECS")
	if folder == "" {
		t.Skip("COUNTERSIGN_SPECS names no folder: the committed tables stand alone")
	}
	raw, err := os.ReadFile(filepath.Join(folder, "kaseya-bms-openapi.json"))
	require.NoError(t, err)
	var said description
	require.NoError(t, json.Unmarshal(raw, &said))
	t.Logf("compared with the published description of %s", said.Info.Title)
	return said
}

// TestTheTablesKnowWhatKaseyaPublishes compares the tables with Kaseya's own description, where COUNTERSIGN_SPECS names its folder.
func TestTheTablesKnowWhatKaseyaPublishes(t *testing.T) {
	t.Parallel()
	said := published(t)
	for name, table := range map[string]fields{
		"TicketInputDto": ticketInput, "TicketNotePostInputDto": noteInput, "AttachmentInputDto": fileInput,
	} {
		properties := said.Components.Schemas[name].Properties
		require.Len(t, properties, len(table), name)
		for property, one := range properties {
			want := field{kind: one.kind(), required: slices.Contains(said.Components.Schemas[name].Required, property)}
			require.Equal(t, want, table[property], "%s of %s", property, name)
		}
	}
	for _, one := range endpoints {
		query := fields{}
		known := false
		for path, methods := range said.Paths {
			operation, ok := methods[strings.ToLower(one.method)]
			if !ok || braces.ReplaceAllString(path, "{}") != "/v2"+strings.ReplaceAll(one.path, "{name}", "{}") {
				continue
			}
			known = true
			for _, parameter := range operation.Parameters {
				if parameter.In == "query" {
					is := parameter.Schema
					if is.Items != nil {
						is = *is.Items
					}
					query[parameter.Name] = field{kind: is.kind()}
				}
			}
		}
		require.True(t, known, one.method+" "+one.path)
		require.Equal(t, query, with(one.query), one.method+" "+one.path)
	}
}

var braces = regexp.MustCompile(`\{[^}]*\}`)

// TestWhatIsShownIsPublished compares rows of the fake with Kaseya's own description.
func TestWhatIsShownIsPublished(t *testing.T) {
	t.Parallel()
	said := published(t)
	s, err := New(Config{})
	require.NoError(t, err)
	_, err = s.Populate(fake.Population{Companies: 1, Contacts: 5, Tickets: 1, Seed: 1})
	require.NoError(t, err)
	for name, rows := range map[string][]Row{
		"AccountSummaryOutputDto": s.accounts.Rows, "ContactsSummaryOutputDto": s.contacts.Rows, "TicketOutputDto": s.tickets.Rows, "TicketListDto": without(s.tickets.Rows, []string{"sourceName"}),
		"StatusLookupOutputDto": statuses, "QueueLookupOutputDto": queues, "PriorityLookupOutputDto": priorities, "WorkTypeLookupOutputDto": workTypes,
		"IssueTypeLookupOutputDto": issueTypes, "IssueSubTypeLookupOutputDto": subIssues[IssueAccess], "LookupOutputDto": ticketTypes, "TenantLookupOutputDto": noteKinds,
		"AssigneeLookupOutputDto": assignees, "ContactPhoneOutputDto": s.contacts.Rows[0].rows("phones"), "AccountLocationOutputDto": s.accounts.Rows[0].rows("locations"),
	} {
		shown := map[string]bool{}
		for property := range said.Components.Schemas[name].Properties {
			shown[small(property)] = true
		}
		require.NotEmpty(t, shown, name)
		for _, row := range rows {
			for property := range row {
				require.True(t, shown[property], "%s shows %s, which is not published", name, property)
			}
		}
	}
}

func TestEveryRightIsNeededSomewhere(t *testing.T) {
	t.Parallel()
	for _, guard := range guarded {
		for method, right := range guard.Methods {
			require.True(t, slices.ContainsFunc(endpoints, func(one endpoint) bool { return one.method == method && guarded.Right(one.method, one.path) == right }), "%s %s", method, guard.Path)
		}
	}
	require.Empty(t, guarded.Right(http.MethodGet, "/system/queues/lookup"))
}
