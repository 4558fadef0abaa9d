package respond

import (
	"countersign/api/gen"
	"countersign/core/problem"
)

// BadCursor is the problem of a cursor that this list did not give out.
func BadCursor() *problem.Error {
	return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "cursor", Message: "Not a cursor of this list: begin with the first page again."})
}

const standardPage = 50

// PageSize is how many items a page holds: what was asked for, or the default.
func PageSize(limit *gen.Limit) int {
	if limit == nil {
		return standardPage
	}
	return *limit
}
