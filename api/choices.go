package api

import (
	"context"
	"slices"

	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/core/psa"
	"countersign/core/ticket"
)

// choices answers for what the fields of a ticket default can be.
type choices struct{ PSAs PSAs }

// ListChoices asks the PSA now: boards and statuses change there, and nobody tells us.
func (h choices) ListChoices(ctx context.Context, request gen.ListChoicesRequestObject) (gen.ListChoicesResponseObject, error) {
	answer := gen.ListChoices200JSONResponse{Items: []gen.Choice{}}
	vendor, _ := vendorOf(h.PSAs, IntegrationOf(ctx).Kind)
	if !slices.ContainsFunc(vendor.Fields, func(f psa.Field) bool { return f.Name == request.Body.Field && !f.Text }) {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "field", Message: vendor.Name + " has no choices for such a field."})
	}
	err := ask(ctx, h.PSAs, request.IntegrationID, func(ctx context.Context, desk ticket.Desk) error {
		chooser, ok := desk.(psa.Chooser)
		if !ok {
			return nil
		}
		list, err := chooser.Choices(ctx, request.Body.Field, value(request.Body.Chosen))
		for _, c := range list {
			answer.Items = append(answer.Items, gen.Choice{ID: c.ID, Label: c.Label})
		}
		return err
	})
	return answer, psaProblem(err)
}
