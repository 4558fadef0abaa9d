package halopsatest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// published is Halo's own description as far as we look. It writes types that OpenAPI does not know ("bool", "int").
type published struct {
	Info  struct{ Version string }
	Paths map[string]map[string]struct {
		Parameters []struct {
			Name, In string
			Schema   struct{ Type string }
		}
	}
	Components struct {
		Schemas map[string]struct {
			Properties map[string]struct{ Type, Format string }
		}
	}
}

var kinds = map[string]kind{"bool": flag, "boolean": flag, "int": number, "integer": number, "number": decimal, "string": text}

// kindOf is a published type in our words.
func kindOf(said, format string) kind {
	if format == "date-time" {
		return date
	}
	return kinds[said]
}

// TestTheTablesKnowWhatHaloPublishes compares the tables with Halo's own description, where COUNTERSIGN_SPECS names its folder.
func TestTheTablesKnowWhatHaloPublishes(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("COUNTERSIGN_SPECS")
	if folder == "" {
		t.Skip("COUNTERSIGN_SPECS names no folder: the committed tables stand alone")
	}
	raw, err := os.ReadFile(filepath.Join(folder, "halopsa-v2-swagger-2025.json"))
	require.NoError(t, err)
	var said published
	require.NoError(t, json.Unmarshal(raw, &said))
	t.Logf("compared with the published description of Halo's API %s", said.Info.Version)
	for endpoint := range endpoints {
		method, path, _ := strings.Cut(endpoint, " ")
		require.Contains(t, said.Paths[path], strings.ToLower(method), endpoint)
	}
	for endpoint, table := range queries {
		method, path, _ := strings.Cut(endpoint, " ")
		known := map[string]kind{}
		for _, one := range said.Paths[path][strings.ToLower(method)].Parameters {
			known[one.Name] = kindOf(one.Schema.Type, "")
		}
		for name, held := range table {
			require.Contains(t, known, name, endpoint)
			if held != date && known[name] != text { // dates and lists of numbers are published as other things
				require.Equal(t, known[name], held, "%s of %s", name, endpoint)
			}
		}
	}
	for endpoint, table := range bodies {
		for name, held := range table {
			property, ok := said.Components.Schemas[schemas[endpoint]].Properties[name]
			require.True(t, ok, "%s of %s", name, endpoint)
			require.Equal(t, kindOf(property.Type, property.Format), held.kind, "%s of %s", name, endpoint)
		}
	}
}

func TestEveryEndpointKnowsWhatItTakes(t *testing.T) {
	t.Parallel()
	for endpoint := range guarded {
		require.Contains(t, endpoints, endpoint)
	}
	for endpoint := range queries {
		require.Contains(t, endpoints, endpoint)
	}
	for endpoint := range endpoints {
		if strings.HasPrefix(endpoint, "POST") {
			require.Contains(t, bodies, endpoint)
			require.Contains(t, schemas, endpoint)
		}
	}
}
