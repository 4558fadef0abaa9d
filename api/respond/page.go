package respond

import (
	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/store"
)

// BadCursor is the problem of a cursor that this list did not give out.
func BadCursor() *problem.Error {
	return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "cursor", Message: "Not a cursor of this list: begin with the first page again."})
}

// PageSize is how many items a page holds: what was asked for, or the default.
func PageSize(limit *gen.Limit) int { return store.PageSize(Value(limit)) }
