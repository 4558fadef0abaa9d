package people

import (
	"context"
	"errors"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/list"
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
	return gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.ListContactPoints200JSONResponse, err error) {
		rules, _, err := settings.PolicyInForce(ctx, tx, gate.Row[people.ContactRow](ctx).CompanyID)
		if err != nil {
			return answer, err
		}
		points, err := people.ListProvenance(ctx, tx, request.ContactID)
		answer.Items = list.Of(points, func(p people.ProvenContactPoint) gen.ContactPoint { return h.pointAnswer(p, rules) })
		return answer, err
	})
}

func (h ContactPoints) ApproveContactPoint(ctx context.Context, request gen.ApproveContactPointRequestObject) (gen.ApproveContactPointResponseObject, error) {
	reason, wrong := respond.ReadText("reason", request.Body.Reason)
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := gate.ActorOf(ctx)
	approved, err := store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (approved gen.ContactPoint, err error) {
		rules, _, err := settings.PolicyInForce(ctx, tx, gate.Row[people.ContactRow](ctx).CompanyID)
		if err != nil {
			return approved, err
		}
		p, err := people.ApproveContactPoint(ctx, tx, request.ContactID, request.PointID, actor.Stored(), reason, h.Now())
		if err != nil {
			return approved, err
		}
		approved = h.pointAnswer(p, rules)
		return approved, auditContact(ctx, tx, "contact.point_approved", request.ContactID, gate.Row[people.ContactRow](ctx).CompanyID, map[string]any{"point": request.PointID, "kind": p.Kind})
	})
	switch {
	case errors.Is(err, people.ErrOwnChange):
		err = problem.New(problem.Forbidden, "You changed this yourself. Somebody else has to approve it.")
	case errors.Is(err, store.ErrConflict):
		err = problem.New(problem.Conflict, "There is nothing to approve: this number or address is not cooling off.")
	}
	return gen.ApproveContactPoint200JSONResponse(approved), err
}

func (h ContactPoints) pointAnswer(p people.ProvenContactPoint, rules settings.PolicyVersion) gen.ContactPoint {
	answer := gen.ContactPoint{
		ID: p.ID, Kind: gen.ContactPointKind(p.Kind), Masked: p.Masked, BadReason: respond.Present(p.BadReason), Source: p.Source, AddedBy: p.AddedBy, AddedAt: p.AddedAt,
		Current: p.ReplacedAt == nil, ReplacedAt: p.ReplacedAt, Previous: respond.Present(p.Previous),
		ApprovedBy: respond.Present(p.ApprovedBy), ApprovedAt: p.ApprovedAt, ApprovedReason: respond.Present(p.ApprovedReason),
	}
	if until := p.CoolingUntil(rules.Policy.CoolingLife(), h.Now()); answer.Current && !until.IsZero() {
		answer.CoolingUntil = &until
	}
	return answer
}
