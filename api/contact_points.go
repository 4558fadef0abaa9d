package api

import (
	"context"
	"errors"
	"time"

	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/store"
)

// contactPoints answers for where numbers and addresses come from.
type contactPoints struct {
	Store *store.Store
	Now   func() time.Time
}

func (h contactPoints) ListContactPoints(ctx context.Context, request gen.ListContactPointsRequestObject) (gen.ListContactPointsResponseObject, error) {
	answer := gen.ListContactPoints200JSONResponse{Items: []gen.ContactPoint{}}
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		rules, _, err := tx.PolicyInForce(ctx, ContactOf(ctx).CompanyID)
		if err != nil {
			return err
		}
		points, err := tx.Provenance(ctx, request.ContactID)
		for _, p := range points {
			answer.Items = append(answer.Items, h.pointAnswer(p, rules))
		}
		return err
	})
	return answer, err
}

func (h contactPoints) ApproveContactPoint(ctx context.Context, request gen.ApproveContactPointRequestObject) (gen.ApproveContactPointResponseObject, error) {
	reason, wrong := readText("reason", request.Body.Reason)
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := ActorOf(ctx)
	var approved gen.ContactPoint
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		rules, _, err := tx.PolicyInForce(ctx, ContactOf(ctx).CompanyID)
		if err != nil {
			return err
		}
		p, err := tx.ApprovePoint(ctx, request.ContactID, request.PointID, actor.Stored(), reason, h.Now())
		if err != nil {
			return err
		}
		approved = h.pointAnswer(p, rules)
		return auditContact(ctx, tx, "contact.point_approved", request.ContactID, ContactOf(ctx).CompanyID, map[string]any{"point": request.PointID, "kind": p.Kind})
	})
	switch {
	case errors.Is(err, store.ErrOwnChange):
		err = problem.New(problem.Forbidden, "You changed this yourself. Somebody else has to approve it.")
	case errors.Is(err, store.ErrConflict):
		err = problem.New(problem.Conflict, "There is nothing to approve: this number or address is not cooling off.")
	}
	return gen.ApproveContactPoint200JSONResponse(approved), err
}

func (h contactPoints) pointAnswer(p store.ProvenPoint, rules store.PolicyVersion) gen.ContactPoint {
	answer := gen.ContactPoint{
		ID: p.ID, Kind: gen.ContactPointKind(p.Kind), Masked: p.Masked, BadReason: present(p.BadReason), Source: p.Source, AddedBy: p.AddedBy, AddedAt: p.AddedAt,
		Current: p.ReplacedAt == nil, ReplacedAt: p.ReplacedAt, Previous: present(p.Previous),
		ApprovedBy: present(p.ApprovedBy), ApprovedAt: p.ApprovedAt, ApprovedReason: present(p.ApprovedReason),
	}
	if until := p.CoolingUntil(rules.Policy.CoolingLife(), h.Now()); answer.Current && !until.IsZero() {
		answer.CoolingUntil = &until
	}
	return answer
}
