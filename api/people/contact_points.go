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
	"countersign/store/account"
	"countersign/store/people"
)

// ContactPoints answers for where numbers and addresses come from.
type ContactPoints struct {
	Store *store.Store
	Now   func() time.Time
}

func (h ContactPoints) ListContactPoints(ctx context.Context, request gen.ListContactPointsRequestObject) (gen.ListContactPointsResponseObject, error) {
	return gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.ListContactPoints200JSONResponse, err error) {
		points, err := people.ListProvenance(ctx, tx, request.ContactID)
		answer.Items = list.Of(points, h.pointAnswer)
		return answer, err
	})
}

func (h ContactPoints) ApproveContactPoint(ctx context.Context, request gen.ApproveContactPointRequestObject) (gen.ApproveContactPointResponseObject, error) {
	reason, wrong := respond.ReadText("reason", request.Body.Reason)
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := gate.ActorOf(ctx)
	if actor.Session != account.SessionConsole {
		return nil, problem.New(problem.Forbidden, "A person who is signed in to the console approves it, not an API key or the pod.")
	}
	approved, err := store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (approved gen.ContactPoint, err error) {
		p, err := people.ApproveContactPoint(ctx, tx, request.ContactID, request.PointID, actor.Stored(), reason, h.Now())
		if err != nil {
			return approved, err
		}
		approved = h.pointAnswer(p)
		return approved, auditContact(ctx, tx, "contact.point_approved", request.ContactID, gate.Row[people.ContactRow](ctx).CompanyID, map[string]any{"point": request.PointID, "kind": p.Kind})
	})
	switch {
	case errors.Is(err, people.ErrOwnChange):
		err = problem.New(problem.Forbidden, "You, your API key or a PSA that you connected changed this. Somebody else has to approve it.")
	case errors.Is(err, store.ErrConflict):
		err = problem.New(problem.Conflict, "There is nothing to approve: this number or address is not cooling off.")
	}
	return gen.ApproveContactPoint200JSONResponse(approved), err
}

func (h ContactPoints) pointAnswer(p people.ProvenContactPoint) gen.ContactPoint {
	answer := gen.ContactPoint{
		ID: p.ID, Kind: gen.ContactPointKind(p.Kind), Masked: p.Masked, BadReason: respond.Present(p.BadReason), Source: p.Source, AddedBy: p.AddedBy, AddedAt: p.AddedAt,
		Current: p.ReplacedAt == nil, ReplacedAt: p.ReplacedAt, Previous: respond.Present(p.Previous),
		ApprovedBy: respond.Present(p.ApprovedBy), ApprovedAt: p.ApprovedAt, ApprovedReason: respond.Present(p.ApprovedReason),
	}
	if until := p.CoolingUntil(h.Now()); answer.Current && !until.IsZero() {
		answer.CoolingUntil, answer.CoolsBecause = &until, new(gen.CoolingCause(p.CoolsBecause))
	}
	return answer
}
