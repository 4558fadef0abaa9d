package api

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"countersign/api/gate"
)

// route is an operation with all places of it where an id or a name can stand.
type route struct {
	method, path string
	id           string
	streams      bool
	sample       any                            // a body that the description allows, about one's own
	pathIDs      []string                       // parameters of the path
	queries      map[string]func(string) string // parameters of the query
	places       []string                       // of the body, as members with dots, [] for entries of a list
}

// kindOfQuery is what an id in a parameter of a query names.
func kindOfQuery(parameter string) string {
	if parameter == "actor_id" {
		return "user_id"
	}
	return parameter
}

// route reads an operation. An id whose kind is not known here fails the test.
func (m *matrix) route(key string, op gate.Operation) route {
	m.t.Helper()
	method, path, _ := strings.Cut(key, " ")
	r := route{method: method, path: path, id: op.ID, streams: op.ID == "StreamEvents", queries: map[string]func(string) string{}}
	for _, part := range strings.Split(path, "/") {
		if param, is := strings.CutPrefix(part, ":"); is && param != "kind" {
			require.Contains(m.t, m.bravo.ids, param, "%s: say in the matrix what a %s is", key, param)
			r.pathIDs = append(r.pathIDs, param)
		}
	}
	operation, required := op.Route.Operation, url.Values{}
	for _, p := range slices.Concat(op.Route.PathItem.Parameters, operation.Parameters) {
		if p.Value.In != openapi3.ParameterInQuery {
			continue
		}
		name := p.Value.Name
		if p.Value.Schema.Value.Format == "uuid" {
			require.Contains(m.t, m.bravo.ids, kindOfQuery(name), "%s: say in the matrix what a %s is", key, name)
		}
		if p.Value.Required {
			required.Set(name, m.ownFor(p.Value))
		}
		r.queries[name] = func(value string) string {
			asked := maps.Clone(required)
			asked.Set(name, value)
			return asked.Encode()
		}
	}
	if len(required) > 0 {
		r.path += "?" + required.Encode()
	}
	if operation.RequestBody != nil {
		schema := operation.RequestBody.Value.Content["application/json"].Schema.Value
		r.places = idPlaces(schema, "")
		r.sample = m.sample(op.ID, schema, r.places)
	}
	m.getsThrough(r, op)
	return r
}

// ownFor is one's own value for a parameter that an operation does not go without.
func (m *matrix) ownFor(p *openapi3.Parameter) string {
	if id, known := m.own.ids[kindOfQuery(p.Name)]; known {
		return id
	}
	return fmt.Sprint(valueFor(p.Name, p.Schema.Value))
}

// getsThrough holds that the sample about one's own passes the gate: what is refused later is refused for whose it is.
func (m *matrix) getsThrough(r route, op gate.Operation) {
	m.t.Helper()
	as := bearer(m.key(m.own.tenant, nil, "admin"))
	if op.Scope == "session" {
		as = cookie(gate.ConsoleCookie, m.add(m.own.tenant, newcomer{}).in().cookie)
	}
	m.gated.do(r.method, m.own.fill(r.path), r.sample, as).is(http.StatusNoContent)
}

// admits reports whether the contract lets a caller in.
func (r route) admits(who asker) bool {
	if who.letter == "" { // a key of a technician may what the technician may, and an API key: no session
		return strings.Contains(mayCall[r.id], "t") && strings.ContainsAny(mayCall[r.id], "A") && (!strings.HasSuffix(who.name, "to read contacts") || strings.Contains(mayCall[r.id], "r"))
	}
	return strings.Contains(mayCall[r.id], who.letter)
}

// and is what stands before one more parameter of the query.
func (r route) and() string {
	if strings.Contains(r.path, "?") {
		return "&"
	}
	return "?"
}

// idPlaces lists where ids stand in a body.
func idPlaces(schema *openapi3.Schema, at string) (places []string) {
	if schema.Format == "uuid" || strings.HasSuffix(at, "ticket_id") {
		return []string{at}
	}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		places = append(places, idPlaces(schema.Properties[name].Value, strings.TrimPrefix(at+"."+name, "."))...)
	}
	if schema.Items != nil {
		places = append(places, idPlaces(schema.Items.Value, at+"[]")...)
	}
	return places
}

// kindOf is what an id at a place of a body names.
func kindOf(t testing.TB, place string) string {
	t.Helper()
	name := strings.TrimSuffix(place[strings.LastIndex(place, ".")+1:], "[]")
	kind, known := map[string]string{
		"company_id": "company_id", "company_ids": "company_id", "default_company_id": "company_id", "user_id": "user_id", "owner_id": "user_id", "notify_users": "user_id",
		"contact_id": "contact_id", "ticket_contact_id": "contact_id", "address_id": "point_id", "integration_id": "integration_id", "ticket_integration_id": "integration_id",
		"ticket_default_id": "ticket_default_id", "channel_id": "sms_channel_id", "ticket_id": "ticket_id",
	}[name]
	require.True(t, known, "say in the matrix what a %s is", place)
	return kind
}

// sample is a body about one's own that the description allows.
func (m *matrix) sample(operation string, schema *openapi3.Schema, places []string) any {
	body, _ := bodyFor(operation).(map[string]any)
	if body == nil {
		body = map[string]any{}
		for _, name := range schema.Required {
			body[name] = valueFor(name, schema.Properties[name].Value)
		}
	}
	for name, value := range map[string]map[string]any{
		"InviteUser": {"limited": true, "role": "technician"}, "UpdateUser": {"limited": true}, "StartVerification": {"note": "They asked"},
	}[operation] {
		body[name] = value
	}
	var filled any = body
	for _, place := range places {
		if slices.Contains(schema.Required, strings.TrimSuffix(place, "[]")) {
			filled = with(filled, place, m.own.ids[kindOf(m.t, place)])
		}
	}
	return filled
}

// valueFor makes a value that a schema allows.
func valueFor(name string, schema *openapi3.Schema) any {
	switch {
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	case schema.Type.Is("array"):
		return []any{valueFor(name, schema.Items.Value)}
	case schema.Type.Is("object"):
		object := map[string]any{}
		for _, member := range schema.Required {
			object[member] = valueFor(member, schema.Properties[member].Value)
		}
		return object
	case schema.Type.Is("boolean"):
		return true
	case schema.Type.Is("integer"):
		if schema.Min != nil {
			return *schema.Min
		}
		return 1
	case strings.HasPrefix(schema.Pattern, "^#"):
		return "#112233"
	case strings.Contains(schema.Pattern, "[A-Z]{2}"):
		return "US"
	case schema.Format == "date-time":
		return time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	case name == "number":
		return "+14155550000"
	case name == "email":
		return "somebody@x.example"
	}
	return "words" + strings.Repeat("x", max(int(schema.MinLength)-len("words"), 0))
}

// with is a body with a value at a place.
func with(body any, place string, value any) any {
	changed := maps.Clone(body.(map[string]any))
	member, rest, deeper := strings.Cut(place, ".")
	name, isList := strings.CutSuffix(member, "[]")
	if deeper {
		inner, _ := changed[name].(map[string]any)
		value = with(inner, rest, value)
	}
	if isList {
		value = []any{value}
	}
	changed[name] = value
	return changed
}
