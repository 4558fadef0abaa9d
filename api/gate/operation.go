package gate

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"

	"countersign/api/gen"
	"countersign/api/respond"
)

// The scopes of x-scope that are not permissions: no credentials, and any signed-in person.
const (
	scopeNone    = "none"
	scopeSession = "session"
)

// Operation is what the API description says about one route and the gate enforces before a handler runs.
type Operation struct {
	ID        string   // operationId
	Scope     string   // x-scope
	Resources []string // x-resources: what the path ids name, loaded before the handler runs
	StepUp    bool     // x-step-up: a signed-in person must have proven themselves lately
	Without   []string // x-kept-without: members of the answer that no repeated request gets; "*": the answer is not kept at all
	Route     routers.Route
}

// Operations is the table of every route of the embedded description, by method and gin path.
type Operations map[string]Operation

var knownScopes = []string{scopeNone, scopeSession,
	string(gen.ScopeContactsRead), string(gen.ScopeContactsWrite), string(gen.ScopeVerificationsRead), string(gen.ScopeVerificationsWrite),
	string(gen.ScopeMessagesRead), string(gen.ScopeMessagesWrite), string(gen.ScopeSettingsRead), string(gen.ScopeAdmin)}

// ReadOperations reads the table from the embedded description. A route without a scope, or with a path id that nothing loads, is a mistake that must not start.
func ReadOperations() (Operations, error) {
	spec, err := gen.GetSpec()
	if err != nil {
		return nil, fmt.Errorf("api: the embedded description: %w", err)
	}
	table := Operations{}
	for path, item := range spec.Paths.Map() {
		for method, op := range item.Operations() {
			read, err := readOperation(spec, path, method, item, op)
			if err != nil {
				return nil, err
			}
			table[method+" "+ginPath(path)] = read
		}
	}
	return table, table.knowAll(whileEnrolling, whilePodOnly, consoleOnly)
}

// knowAll finds names in the gate's own lists that no operation has: such a rule would never apply.
func (t Operations) knowAll(lists ...map[string]bool) error {
	known := map[string]bool{}
	for _, op := range t {
		known[op.ID] = true
	}
	for _, list := range lists {
		for id := range list {
			if !known[id] {
				return fmt.Errorf("api: there is no operation %s", id)
			}
		}
	}
	return nil
}

func readOperation(spec *openapi3.T, path, method string, item *openapi3.PathItem, op *openapi3.Operation) (Operation, error) {
	read := Operation{
		ID:    op.OperationID,
		Route: routers.Route{Spec: spec, Path: path, PathItem: item, Method: method, Operation: op},
	}
	read.Scope, _ = op.Extensions["x-scope"].(string)
	if !slices.Contains(knownScopes, read.Scope) {
		return read, fmt.Errorf("api: %s %s has no known x-scope", method, path)
	}
	read.StepUp, _ = op.Extensions["x-step-up"].(bool)
	without, _ := op.Extensions["x-kept-without"].([]any)
	for _, member := range without {
		name, _ := member.(string)
		read.Without = append(read.Without, name)
	}
	listed, _ := op.Extensions["x-resources"].([]any)
	for _, entry := range listed {
		kind, _ := entry.(string)
		if _, known := resources[kind]; !known {
			return read, fmt.Errorf("api: %s %s names the unknown resource %q", method, path, kind)
		}
		read.Resources = append(read.Resources, kind)
	}
	for kind := range resources {
		if strings.Contains(path, "{"+paramOf(kind)+"}") != slices.Contains(read.Resources, kind) {
			return read, fmt.Errorf("api: %s %s: the path and x-resources disagree about %s", method, path, kind)
		}
	}
	return read, nil
}

// ginPath turns /users/{user_id} into the route template that gin knows it by.
func ginPath(path string) string {
	return respond.Base + strings.NewReplacer("{", ":", "}", "").Replace(path)
}

func (t Operations) of(r *http.Request, template string) (Operation, bool) {
	op, ok := t[r.Method+" "+template]
	return op, ok
}
