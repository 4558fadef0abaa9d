package syncrotest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/integrations/fake"
)

// schema is what the published description says of a body or a field.
type schema struct {
	Ref        string            `json:"$ref"`
	Type       string            `json:"type"`
	Format     string            `json:"format"`
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
}

func (s schema) kind() kind {
	if s.Format == "date" || s.Format == "date-time" {
		return kind(s.Format)
	}
	return kind(s.Type)
}

type content map[string]struct {
	Schema schema `json:"schema"`
}

type body struct {
	Ref     string  `json:"$ref"`
	Content content `json:"content"`
}

// TestTheFactsAreWhatSyncroPublishes compares the facts with Syncro's own description, where COUNTERSIGN_SPECS names its folder.
func TestTheFactsAreWhatSyncroPublishes(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(os.Getenv("COUNTERSIGN_SPECS"), "syncro-swagger.json"))
	if err != nil {
		t.Skip("COUNTERSIGN_SPECS names no folder with the description: the committed facts stand alone")
	}
	var published struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name, In string }
			Body       body `json:"requestBody"`
		}
		Components struct {
			Bodies map[string]body `json:"requestBodies"`
		}
	}
	require.NoError(t, json.Unmarshal(raw, &published))
	for name, held := range endpoints {
		method, path, _ := strings.Cut(name, " ")
		said, ok := published.Paths[path][strings.ToLower(method)]
		require.True(t, ok, name)
		var query []string
		for _, one := range said.Parameters {
			if one.In == "query" {
				query = append(query, one.Name)
			}
		}
		require.ElementsMatch(t, query, held.query, name)
	}
	for name, held := range map[string]fields{
		"POST /tickets": ticketFields, "PUT /tickets/{id}": ticketFields, "POST /tickets/{id}/comment": commentFields,
	} {
		method, path, _ := strings.Cut(name, " ")
		said := published.Paths[path][strings.ToLower(method)].Body
		if said.Ref != "" {
			said = published.Components.Bodies[said.Ref[strings.LastIndex(said.Ref, "/")+1:]]
		}
		properties := said.Content["application/json"].Schema.Properties
		require.Len(t, held, len(properties), name)
		for field, one := range properties {
			require.Equal(t, one.kind(), held[field], "%s: %s", name, field)
		}
	}
	t.Logf("compared %d endpoints with the published description", len(endpoints))
}

func TestEveryEndpointIsServed(t *testing.T) {
	t.Parallel()
	require.Len(t, handlers, len(endpoints))
	for name := range endpoints {
		require.Contains(t, handlers, name)
	}
}

func TestOldTicketsAreForgotten(t *testing.T) {
	t.Parallel()
	st := newState()
	for i := range fake.TicketsKept + 10 {
		st.putTicket(ticket{ID: FirstTicket + i})
	}
	require.Len(t, st.tickets.Rows, fake.TicketsKept)
	require.Empty(t, st.comments.Of(FirstTicket), "with what was written into them")
	for i := range commentsKept + 10 {
		st.comments.Add(FirstTicket+50, comment{ID: i + 1})
	}
	require.Len(t, st.comments.Of(FirstTicket+50), commentsKept)
}

func FuzzRequest(f *testing.F) {
	for _, seed := range []struct{ name, path, body string }{
		{"GET", "/tickets?query=x&page=2&status=Not%20Closed", ""}, {"POST", "/tickets", `{"customer_id":24152002,"subject":"x","comments_attributes":[{"subject":"a","body":"b"},null,7]}`},
		{"PUT", "/tickets/108443001", `{"status":"Resolved","properties":{}}`},
		{"GET", "/tickets/108443001/comments?page=9999999&per_page=100", ""},
	} {
		f.Add(seed.name, seed.path, seed.body)
	}
	s, err := New(Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, path, body string) {
		req, err := http.NewRequest(method, "http://syncro.example/api/v1"+path, strings.NewReader(body))
		if err != nil {
			return
		}
		req.Header.Set("Authorization", "Bearer "+Key)
		req.Header.Set("Content-Type", "application/json")
		got := httptest.NewRecorder()
		s.ServeHTTP(got, req)
		if got.Code >= 500 {
			t.Fatalf("%s %s %s: %d", method, path, body, got.Code)
		}
	})
}
