package autotasktest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func specs(t *testing.T, file string, into any) {
	t.Helper()
	folder := os.Getenv("COUNTERSIGN_SPECS")
	if folder == "" {
		t.Skip("COUNTERSIGN_SPECS names no folder: the committed tables stand alone")
	}
	raw, err := os.ReadFile(filepath.Join(folder, file))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, into))
}

var parts = regexp.MustCompile(`:[A-Za-z]+`)

// TestEveryEndpointIsPublished compares what the fake serves with Autotask's own list of operations, where COUNTERSIGN_SPECS names its folder.
func TestEveryEndpointIsPublished(t *testing.T) {
	t.Parallel()
	var published struct {
		Operations []struct{ Method, Path string }
	}
	specs(t, "autotask-endpoints-3009.json", &published)
	known := map[string]bool{}
	for _, one := range published.Operations {
		known[one.Method+" "+parts.ReplaceAllString(strings.TrimPrefix(one.Path, "/V1.0"), "1")] = true
	}
	served := []string{
		"GET /ThresholdInformation", "POST /Tickets", "PATCH /Tickets", "POST /Tickets/1/Notes",
		"POST /Tickets/1/Attachments",
	}
	for entity := range entities {
		served = append(served, "POST /"+entity+"/query", "POST /"+entity+"/query/count", "GET /"+entity+"/1", "GET /"+entity+"/entityInformation", "GET /"+entity+"/entityInformation/fields")
	}
	fake, err := New(Config{})
	require.NoError(t, err)
	for _, one := range served {
		require.True(t, known[one], one)
		method, path, _ := strings.Cut(one, " ")
		methods, ok := fake.endpoint(path)
		require.True(t, ok, one)
		require.Contains(t, methods, method)
	}
	for _, never := range []string{"DELETE /Tickets/1", "DELETE /TicketNotes/1", "POST /Contacts", "PATCH /Contacts"} {
		require.False(t, known[never], "what Autotask never had, we must not count on: %s", never)
	}
	t.Logf("%d endpoints are published", len(served))
}

// models are what the published fields call our kinds.
var models = map[string][]kind{
	"long?": {whole}, "int?": {whole}, "double?": {decimal}, "string": {text}, "bool?": {flag}, "DateTime?": {date}, "byte[]?": {binary},
}

// TestEveryFieldIsPublished compares the tables with the fields of Autotask's own models.
func TestEveryFieldIsPublished(t *testing.T) {
	t.Parallel()
	var published struct {
		Models map[string][]struct{ Name, Type string }
	}
	specs(t, "autotask-entity-fields-2020.json", &published)
	for entity, model := range map[string]string{
		"Companies": "CompanyModel", "Contacts": "ContactModel", "Tickets": "TicketModel", "TicketNotes": "TicketNoteModel", "TicketAttachments": "TicketAttachmentModel",
		"Countries": "CountryModel",
	} {
		require.NotEmpty(t, published.Models[model], model)
		for name, own := range entities[entity] {
			at := slices.IndexFunc(published.Models[model], func(one struct{ Name, Type string }) bool { return strings.EqualFold(one.Name, name) })
			require.GreaterOrEqual(t, at, 0, "%s.%s", entity, name)
			require.Contains(t, models[published.Models[model][at].Type], own.kind, "%s.%s", entity, name)
		}
	}
}

func TestWhatIsPickedExists(t *testing.T) {
	t.Parallel()
	for entity, lists := range picklists {
		for name, list := range lists {
			field, ok := entities[entity][name]
			require.True(t, ok, "%s.%s", entity, name)
			for _, one := range list {
				require.NotEmpty(t, one.label)
				if one.parent != 0 {
					require.True(t, allows(lists[field.parent], float64(one.parent), nil), one.label)
				}
			}
		}
	}
}
