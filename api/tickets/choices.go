package tickets

import (
	"context"
	"slices"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/integration"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store/integrations"
)

// Choices answers for what the fields of a ticket default can be.
type Choices struct{ PSAs vendors.Opener }

// ListChoices asks the PSA now: boards and statuses change there without notice.
func (h Choices) ListChoices(ctx context.Context, request gen.ListChoicesRequestObject) (gen.ListChoicesResponseObject, error) {
	answer := gen.ListChoices200JSONResponse{Items: []gen.Choice{}}
	vendor, _ := vendors.Find(h.PSAs, gate.Row[integrations.Row](ctx).Kind)
	if !slices.ContainsFunc(vendor.Fields, func(f integration.Field) bool { return f.Name == request.Body.Field && !f.Text }) {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "field", Message: vendor.Name + " has no choices for such a field."})
	}
	err := vendors.Ask(ctx, h.PSAs, request.IntegrationID, func(ctx context.Context, system ticket.System) error {
		chooser, ok := system.(integration.Chooser)
		if !ok {
			return nil
		}
		choices, err := chooser.Choices(ctx, request.Body.Field, respond.Value(request.Body.Chosen))
		answer.Items = list.Of(choices, func(c integration.Choice) gen.Choice { return gen.Choice{ID: c.ID, Label: c.Label} })
		return err
	})
	return answer, vendors.Problem(err)
}
