package gate

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"countersign/api/gen"
)

func TestTheTableOfOperationsIsTheDescriptions(t *testing.T) {
	t.Parallel()
	spec, err := gen.GetSpec()
	require.NoError(t, err)
	require.NoError(t, spec.Validate(t.Context()))
	table, err := ReadOperations()
	require.NoError(t, err)
	for path, item := range spec.Paths.Map() {
		for method := range item.Operations() {
			require.Contains(t, table, method+" "+ginPath(path))
		}
	}
}

func TestARouteWithoutAScopeDoesNotStart(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*openapi3.Operation){
		"no scope":           func(op *openapi3.Operation) { delete(op.Extensions, "x-scope") },
		"a made-up scope":    func(op *openapi3.Operation) { op.Extensions["x-scope"] = "root" },
		"ids without loader": func(op *openapi3.Operation) { delete(op.Extensions, "x-resources") },
		"a made-up resource": func(op *openapi3.Operation) { op.Extensions["x-resources"] = []any{"user", "pet"} },
	} {
		spec, err := gen.GetSpec()
		require.NoError(t, err)
		item := spec.Paths.Map()["/users/{user_id}"]
		_, err = readOperation(spec, "/users/{user_id}", "PATCH", item, item.Patch)
		require.NoError(t, err)
		change(item.Patch)
		_, err = readOperation(spec, "/users/{user_id}", "PATCH", item, item.Patch)
		require.Error(t, err, name)
	}
}
