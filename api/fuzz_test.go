package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/api/gate"
	"countersign/core/problem"
)

// nonsense draws any JSON value, with a liking for what breaks parsers.
func nonsense(depth int) *rapid.Generator[any] {
	leaves := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Float64().AsAny(), rapid.Int64().AsAny(), rapid.String().AsAny(),
		rapid.SampledFrom([]any{"", "\x00", "a\x00b", "🙂", "\u202e", strings.Repeat("x", 300), "0190aaaa-0000-7000-8000-000000000000", "2026-13-45T00:00:00Z", "'; DROP TABLE users; --", "+14155550101", "ana@x.example", 1e300, -1, 0}),
	}
	if depth > 0 {
		leaves = append(leaves, rapid.SliceOfN(nonsense(depth-1), 0, 4).AsAny(), rapid.MapOfN(rapid.StringN(0, 8, -1), nonsense(depth-1), 0, 4).AsAny())
	}
	return rapid.OneOf(leaves...)
}

// nearly draws a body of the right shape with some of its members wrong: what gets past the first look.
func nearly(schema *openapi3.Schema) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		if schema == nil || rapid.IntRange(0, 9).Draw(t, "wrong") == 0 {
			return nonsense(2).Draw(t, "nonsense")
		}
		switch {
		case len(schema.Enum) > 0:
			return rapid.SampledFrom(schema.Enum).Draw(t, "enum")
		case schema.Type.Is("object"):
			object := map[string]any{}
			for name, property := range schema.Properties {
				if rapid.IntRange(0, 5).Draw(t, name) > 0 {
					object[name] = nearly(property.Value).Draw(t, name)
				}
			}
			return object
		case schema.Type.Is("array"):
			return rapid.SliceOfN(nearly(schema.Items.Value), 0, 3).Draw(t, "array")
		case schema.Type.Is("boolean"):
			return rapid.Bool().Draw(t, "boolean")
		case schema.Type.Is("integer"):
			return rapid.IntRange(-1, 100).Draw(t, "integer")
		case schema.Format == "uuid":
			return rapid.SampledFrom([]string{"0190aaaa-0000-7000-8000-000000000000", "not-an-id"}).Draw(t, "uuid")
		}
		return rapid.OneOf(rapid.StringN(0, 40, -1), rapid.SampledFrom([]string{"a@x.example", "+14155550101", "\x00", "US", goodPassword})).Draw(t, "string")
	})
}

func TestNoBodyBreaksUs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	h := d.holdings(msp)
	ana := d.add(msp, newcomer{}).in()
	table, err := gate.ReadOperations()
	require.NoError(t, err)
	routes := []string{}
	for route, op := range table {
		// Verifications need a Temporal that works; their bodies are tried where they are tested.
		if op.Route.Operation.RequestBody != nil && !strings.Contains(route, "verifications") {
			routes = append(routes, route)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		route := rapid.SampledFrom(routes).Draw(rt, "route")
		schema := table[route].Route.Operation.RequestBody.Value.Content["application/json"].Schema.Value
		raw, err := json.Marshal(nearly(schema).Draw(rt, "body"))
		require.NoError(rt, err)
		body := string(raw)
		if rapid.IntRange(0, 9).Draw(rt, "cut") == 0 && len(body) > 1 {
			body = body[:rapid.IntRange(0, len(body)-1).Draw(rt, "at")]
		}
		method, path, _ := strings.Cut(route, " ")
		a := d.do(method, h.fill(path), body, bearer(d.keyForFuzz(msp)), header("Content-Type", "application/json"))
		if table[route].Scope == "session" {
			a = ana.in().do(method, h.fill(path), body, header("Content-Type", "application/json"))
		}
		require.Less(rt, a.StatusCode, http.StatusInternalServerError, "%s %s\n%s", route, body, a.body)
		if a.StatusCode >= 400 {
			require.Equal(rt, problem.ContentType, a.Header.Get("Content-Type"))
		}
	})
	require.NotContains(t, d.log.String(), `"msg":"panic"`)
}

func (d *desk) keyForFuzz(msp [16]byte) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fuzzKey == "" {
		d.fuzzKey = d.key(msp, nil, "admin")
	}
	return d.fuzzKey
}
