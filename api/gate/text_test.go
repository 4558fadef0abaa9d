package gate

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/plaintext"
)

// texts collects the texts of a schema that may be more than one plain line, by their names.
func texts(schema *openapi3.Schema, name string, found map[string]map[string]bool) {
	if schema == nil {
		return
	}
	if kind, marked := schema.Extensions[textExtension].(string); marked {
		if found[kind] == nil {
			found[kind] = map[string]bool{}
		}
		found[kind][name] = true
	}
	for member, inner := range schema.Properties {
		texts(inner.Value, member, found)
	}
	if schema.AdditionalProperties.Schema != nil {
		texts(schema.AdditionalProperties.Schema.Value, name, found)
	}
	texts(itemsOf(schema), name, found)
}

// What is more than a plain line is named here: whoever adds a text from outside decides what it may hold.
func TestWhichTextsAreMoreThanALine(t *testing.T) {
	t.Parallel()
	table, err := ReadOperations()
	require.NoError(t, err)
	found := map[string]map[string]bool{}
	for _, op := range table {
		if op.Route.Operation.RequestBody != nil {
			texts(op.Route.Operation.RequestBody.Value.Content["application/json"].Schema.Value, "", found)
		}
	}
	require.ElementsMatch(t, []string{"banner", "body", "footer", "note", "reason", "signature"}, slices.Collect(maps.Keys(found[textLines])))
	require.ElementsMatch(t, []string{
		"body", "call_back_to", "challenge", "code", "credentials", "csv", "current", "email", "logo", "mobile", "number", "password", "phone", "sender_email", "sender_number", "subject", "ticket", "token", "verifier",
	}, slices.Collect(maps.Keys(found[textRaw])))
	require.Len(t, found, 2)
}

// Whatever is sent, a text of one line stays one, and names nobody a hidden character.
func TestEveryOtherTextIsOneLine(t *testing.T) {
	t.Parallel()
	table, err := ReadOperations()
	require.NoError(t, err)
	var op Operation
	for route, candidate := range table {
		if strings.HasPrefix(route, http.MethodPost+" ") && strings.HasSuffix(route, "/ticket-defaults") {
			op = candidate
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"tech A\n\nAna Torres verified by call-back, assurance high", "a\u2028b", "a\u202eb", "\u200b", "a\r\nb\tc", "a\x1bb"})).Draw(t, "text")
		sent, err := json.Marshal(map[string]any{"name": text, "fields": map[string]any{"board": text}, "labels": map[string]any{"board": text}, "unknown": []any{text, 1.5, nil}})
		require.NoError(t, err)
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(string(sent)))
		r.Body = http.NoBody
		err = cleanText(r, op, sent)
		if plaintext.HasHidden(text) {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		kept := map[string]any{}
		if r.Body == http.NoBody {
			require.NoError(t, json.Unmarshal(sent, &kept))
		} else {
			require.NoError(t, json.NewDecoder(r.Body).Decode(&kept))
		}
		for _, one := range []any{kept["name"], kept["fields"].(map[string]any)["board"], kept["labels"].(map[string]any)["board"], kept["unknown"].([]any)[0]} {
			require.Equal(t, plaintext.Line(text, len(text)), one)
			require.NotContains(t, one, "\n")
		}
	})
}
