package people

import (
	"context"
	"errors"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/settings"
)

// ContactPoints answers for where numbers and addresses come from.
type ContactPoints struct {
	Store *store.Store
	Now   func() time.Time
}

func (h ContactPoints) ListContactPoints(ctx context.Context, request gen.ListContactPointsRequestObject) (gen.ListContactPointsResponseObject, error) {
	answer := gen.ListContactPoints200JSONResponse{Items: []gen.ContactPoint{}}
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		rules, _, err := settings.PolicyInForce(ctx, tx, gate.ContactOf(ctx).CompanyID)
		if err != nil {
			return err
		}
		points, err := people.ListProvenance(ctx, tx, request.ContactID)
		for _, p := range points {
			answer.Items = append(answer.Items, h.pointAnswer(p, rules))
		}
		return err
	})
	return answer, err
}

func (h ContactPoints) ApproveContactPoint(ctx context.Context, request gen.ApproveContactPointRequestObject) (gen.ApproveContactPointResponseObject, error) {
	reason, wrong := respond.ReadText("reason", request.Body.Reason)
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := gate.ActorOf(ctx)
	var approved gen.ContactPoint
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		rules, _, err := settings.PolicyInForce(ctx, tx, gate.ContactOf(ctx).CompanyID)
		if err != nil {
			return err
		}
		p, err := people.ApproveContactPoint(ctx, tx, request.ContactID, request.PointID, actor.Stored(), reason, h.Now())
		if err != nil {
			return err
		}
		approved = h.pointAnswer(p, rules)
		return auditContact(ctx, tx, "contact.point_approved", request.ContactID, gate.ContactOf(ctx).CompanyID, map[string]any{"point": request.PointID, "kind": p.Kind})
	})
	switch {
	case errors.Is(err, people.ErrOwnChange):
		err = problem.New(problem.Forbidden, "You changed this yourself. Somebody else has to approve it.")
	case errors.Is(err, store.ErrConflict):
		err = problem.New(problem.Conflict, "There is nothing to approve: this number or address is not cooling off.")
	}
	return gen.ApproveContactPoint200JSONResponse(approved), err
}
