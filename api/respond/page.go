package respond

import (
	"countersign/api/gen"
	"countersign/core/problem"
)

func BadCursor() *problem.Error {
	return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "cursor", Message: "Not a cursor of this list: begin with the first page again."})
}

const standardPage = 50

func PageSize(limit *gen.Limit) int {
	if limit == nil {
		return standardPage
	}
	return *limit
}
