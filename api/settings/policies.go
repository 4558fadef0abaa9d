package settings

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/policy"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/settings"
)

// Policies answers for the rules that verifications run under.
type Policies struct{ Store *store.Store }

func (h Policies) ListPolicies(ctx context.Context, _ gen.ListPoliciesRequestObject) (gen.ListPoliciesResponseObject, error) {
	actor := gate.ActorOf(ctx)
	answer := gen.ListPolicies200JSONResponse{Items: []gen.PolicyVersion{}}
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		standard, err := settings.DefaultPolicy(ctx, tx)
		if err != nil {
			return err
		}
		own, err := settings.ListOwnPolicies(ctx, tx)
		if err != nil {
			return err
		}
		answer.Items = []gen.PolicyVersion{policyAnswer(standard, nil, false)}
		for _, version := range own {
			if actor.Sees(*version.Company) {
				answer.Items = append(answer.Items, policyAnswer(version, &gen.Ref{ID: *version.Company, Name: version.CompanyName}, false))
			}
		}
		return nil
	})
	return answer, err
}

func (h Policies) GetDefaultPolicy(ctx context.Context, _ gen.GetDefaultPolicyRequestObject) (gen.GetDefaultPolicyResponseObject, error) {
	version, err := gate.InTenant(ctx, h.Store, settings.DefaultPolicy)
	return gen.GetDefaultPolicy200JSONResponse(policyAnswer(version, nil, false)), err
}

func (h Policies) PutDefaultPolicy(ctx context.Context, request gen.PutDefaultPolicyRequestObject) (gen.PutDefaultPolicyResponseObject, error) {
	asked := policyAsked(*request.Body)
	if wrong := asked.Validate(); len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := gate.ActorOf(ctx)
	version, err := store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (version settings.PolicyVersion, err error) {
		before, err := settings.DefaultPolicy(ctx, tx)
		if err != nil {
			return version, err
		}
		var changed []string
		version, changed, err = settings.UpdateDefaultPolicy(ctx, tx, asked, actor.Name)
		if err != nil || len(changed) == 0 {
			return version, err
		}
		return version, auditPolicy(ctx, tx, "policy.changed", before, version, nil, changed)
	})
	return gen.PutDefaultPolicy200JSONResponse(policyAnswer(version, nil, false)), err
}

func (h Policies) GetCompanyPolicy(ctx context.Context, _ gen.GetCompanyPolicyRequestObject) (gen.GetCompanyPolicyResponseObject, error) {
	company := gate.Row[people.CompanyRow](ctx)
	var version settings.PolicyVersion
	var inherited bool
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		version, inherited, err = settings.PolicyInForce(ctx, tx, company.ID)
		return err
	})
	return gen.GetCompanyPolicy200JSONResponse(policyAnswer(version, &gen.Ref{ID: company.ID, Name: company.Name}, inherited)), err
}

func (h Policies) PutCompanyPolicy(ctx context.Context, request gen.PutCompanyPolicyRequestObject) (gen.PutCompanyPolicyResponseObject, error) {
	asked := policyAsked(*request.Body)
	if wrong := asked.Validate(); len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	company := gate.Row[people.CompanyRow](ctx)
	actor := gate.ActorOf(ctx)
	var version settings.PolicyVersion
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		before, _, err := settings.PolicyInForce(ctx, tx, company.ID)
		if err != nil {
			return err
		}
		var changed []string
		var made bool
		version, changed, made, err = settings.UpdateCompanyPolicy(ctx, tx, company.ID, asked, actor.Name)
		if err != nil || !made {
			return err
		}
		return auditPolicy(ctx, tx, "policy.changed", before, version, &company.ID, changed)
	})
	return gen.PutCompanyPolicy200JSONResponse(policyAnswer(version, &gen.Ref{ID: company.ID, Name: company.Name}, false)), err
}

func (h Policies) DeleteCompanyPolicy(ctx context.Context, _ gen.DeleteCompanyPolicyRequestObject) (gen.DeleteCompanyPolicyResponseObject, error) {
	company := gate.Row[people.CompanyRow](ctx)
	actor := gate.ActorOf(ctx)
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		before, _, err := settings.PolicyInForce(ctx, tx, company.ID)
		if err != nil {
			return err
		}
		was, err := settings.ResetCompanyPolicy(ctx, tx, company.ID, actor.Name)
		if err != nil || !was {
			return err
		}
		now, err := settings.DefaultPolicy(ctx, tx)
		if err != nil {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "policy.reset", SubjectKind: "policy", SubjectID: company.ID.String(), CompanyID: &company.ID, Details: gate.Differences(before.Policy, now.Policy)})
	})
	return gen.DeleteCompanyPolicy204Response{}, err
}

// auditPolicy names the company, or "default", as the subject: that is what people look for. before and after hold the values of the fields that changed.
func auditPolicy(ctx context.Context, tx store.Tx, action string, before, version settings.PolicyVersion, company *uuid.UUID, changed []string) error {
	subject := "default"
	if company != nil {
		subject = company.String()
	}
	return gate.Audit(ctx, tx, store.AuditEntry{Action: action, SubjectKind: "policy", SubjectID: subject, CompanyID: company,
		Details: map[string]any{"version": version.Version, "hash": version.Hash, "fields": append([]string{}, changed...),
			"before": valuesOf(before.Policy, changed), "after": valuesOf(version.Policy, changed)}})
}

// valuesOf are the values of some fields, by the names of the API; null for a field that is left out.
func valuesOf(p policy.Policy, fields []string) map[string]any {
	raw, err := json.Marshal(p)
	all := map[string]any{}
	if err != nil || json.Unmarshal(raw, &all) != nil {
		panic("settings: a policy always encodes")
	}
	values := map[string]any{}
	for _, field := range fields {
		values[field] = all[field]
	}
	return values
}
