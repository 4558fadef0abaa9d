package settings

import (
	"context"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/settings"
)

func (h Policies) ListDefaultPolicyVersions(ctx context.Context, _ gen.ListDefaultPolicyVersionsRequestObject) (gen.ListDefaultPolicyVersionsResponseObject, error) {
	items, err := h.versions(ctx, nil, nil)
	return gen.ListDefaultPolicyVersions200JSONResponse{Items: items}, err
}

func (h Policies) ListCompanyPolicyVersions(ctx context.Context, _ gen.ListCompanyPolicyVersionsRequestObject) (gen.ListCompanyPolicyVersionsResponseObject, error) {
	company := gate.Row[people.CompanyRow](ctx)
	items, err := h.versions(ctx, &company.ID, &gen.Ref{ID: company.ID, Name: company.Name})
	return gen.ListCompanyPolicyVersions200JSONResponse{Items: items}, err
}

func (h Policies) versions(ctx context.Context, company *uuid.UUID, named *gen.Ref) ([]gen.PolicyVersion, error) {
	items := []gen.PolicyVersion{}
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		found, err := settings.PolicyVersions(ctx, tx, company)
		for _, version := range found {
			answer := policyAnswer(version, named, false)
			answer.Revoked = &version.Revoked
			items = append(items, answer)
		}
		return err
	})
	return items, err
}
