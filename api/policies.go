package api

import (
	"context"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/core/problem"
	"countersign/store"
)

// policies answers for the rules that verifications run under.
type policies struct{ Store *store.Store }

func (h policies) ListPolicies(ctx context.Context, _ gen.ListPoliciesRequestObject) (gen.ListPoliciesResponseObject, error) {
	actor := ActorOf(ctx)
	answer := gen.ListPolicies200JSONResponse{Items: []gen.PolicyVersion{}}
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		standard, err := tx.DefaultPolicy(ctx)
		if err != nil {
			return err
		}
		own, err := tx.OwnPolicies(ctx)
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

func (h policies) GetDefaultPolicy(ctx context.Context, _ gen.GetDefaultPolicyRequestObject) (gen.GetDefaultPolicyResponseObject, error) {
	var version store.PolicyVersion
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		version, err = tx.DefaultPolicy(ctx)
		return err
	})
	return gen.GetDefaultPolicy200JSONResponse(policyAnswer(version, nil, false)), err
}

func (h policies) PutDefaultPolicy(ctx context.Context, request gen.PutDefaultPolicyRequestObject) (gen.PutDefaultPolicyResponseObject, error) {
	asked := policyAsked(*request.Body)
	if wrong := asked.Validate(); len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := ActorOf(ctx)
	var version store.PolicyVersion
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		var changed []string
		var err error
		version, changed, err = tx.PutDefaultPolicy(ctx, asked, actor.Name)
		if err != nil || len(changed) == 0 {
			return err
		}
		return auditPolicy(ctx, tx, "policy.changed", version, nil, changed)
	})
	return gen.PutDefaultPolicy200JSONResponse(policyAnswer(version, nil, false)), err
}

func (h policies) GetCompanyPolicy(ctx context.Context, _ gen.GetCompanyPolicyRequestObject) (gen.GetCompanyPolicyResponseObject, error) {
	company := CompanyOf(ctx)
	var version store.PolicyVersion
	var inherited bool
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		version, inherited, err = tx.PolicyInForce(ctx, company.ID)
		return err
	})
	return gen.GetCompanyPolicy200JSONResponse(policyAnswer(version, &gen.Ref{ID: company.ID, Name: company.Name}, inherited)), err
}

func (h policies) PutCompanyPolicy(ctx context.Context, request gen.PutCompanyPolicyRequestObject) (gen.PutCompanyPolicyResponseObject, error) {
	asked := policyAsked(*request.Body)
	if wrong := asked.Validate(); len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	company := CompanyOf(ctx)
	actor := ActorOf(ctx)
	var version store.PolicyVersion
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		var changed []string
		var made bool
		var err error
		version, changed, made, err = tx.PutCompanyPolicy(ctx, company.ID, asked, actor.Name)
		if err != nil || !made {
			return err
		}
		return auditPolicy(ctx, tx, "policy.changed", version, &company.ID, changed)
	})
	return gen.PutCompanyPolicy200JSONResponse(policyAnswer(version, &gen.Ref{ID: company.ID, Name: company.Name}, false)), err
}

func (h policies) DeleteCompanyPolicy(ctx context.Context, _ gen.DeleteCompanyPolicyRequestObject) (gen.DeleteCompanyPolicyResponseObject, error) {
	company := CompanyOf(ctx)
	actor := ActorOf(ctx)
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		was, err := tx.ResetCompanyPolicy(ctx, company.ID, actor.Name)
		if err != nil || !was {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "policy.reset", SubjectKind: "policy", SubjectID: company.ID.String(), CompanyID: &company.ID})
	})
	return gen.DeleteCompanyPolicy204Response{}, err
}

// auditPolicy names the company, or "default", as the subject: that is what people look for.
func auditPolicy(ctx context.Context, tx store.Tx, action string, version store.PolicyVersion, company *uuid.UUID, changed []string) error {
	subject := "default"
	if company != nil {
		subject = company.String()
	}
	return audit(ctx, tx, store.AuditEntry{Action: action, SubjectKind: "policy", SubjectID: subject, CompanyID: company,
		Details: map[string]any{"version": version.Version, "hash": version.Hash, "fields": append([]string{}, changed...)}})
}

func policyAnswer(version store.PolicyVersion, company *gen.Ref, inherited bool) gen.PolicyVersion {
	return gen.PolicyVersion{Policy: policyShown(version.Policy), Version: version.Version, Hash: version.Hash, Company: company, Inherited: inherited, ChangedBy: &version.ChangedBy, ChangedAt: &version.ChangedAt}
}

func policyShown(p policy.Policy) gen.Policy {
	channels := make([]gen.ChannelName, len(p.Channels))
	for i, name := range p.Channels {
		channels[i] = gen.ChannelName(name)
	}
	return gen.Policy{
		Channels: channels, CodeLength: p.CodeLength, CodeMinutes: p.CodeMinutes, LinkMinutes: p.LinkMinutes,
		MaxAttempts: p.MaxAttempts, GuessesPerHour: p.GuessesPerHour, GuessesPerDay: p.GuessesPerDay,
		MaxSends: p.MaxSends, SendPausesSeconds: append([]int{}, p.SendPausesSeconds...), SendsPerNumber: p.SendsPerNumber, SendsPerNumberMinutes: p.SendsPerNumberMinutes,
		ShieldMinutes: p.ShieldMinutes, HistoryLength: p.HistoryLength, NoteRequired: p.NoteRequired, Banner: p.Banner, ShowOnLoad: p.ShowOnLoad,
		Countries: append([]string{}, p.Countries...), MinimumAssurance: present(gen.PolicyMinimumAssurance(p.MinimumAssurance)), CallBackTo: present(p.CallBackTo), CoolingHours: present(p.CoolingHours),
	}
}

func policyAsked(p gen.Policy) policy.Policy {
	channels := make([]channel.Name, len(p.Channels))
	for i, name := range p.Channels {
		channels[i] = channel.Name(name)
	}
	return policy.Policy{
		Channels: channels, CodeLength: p.CodeLength, CodeMinutes: p.CodeMinutes, LinkMinutes: p.LinkMinutes,
		MaxAttempts: p.MaxAttempts, GuessesPerHour: p.GuessesPerHour, GuessesPerDay: p.GuessesPerDay,
		MaxSends: p.MaxSends, SendPausesSeconds: p.SendPausesSeconds, SendsPerNumber: p.SendsPerNumber, SendsPerNumberMinutes: p.SendsPerNumberMinutes,
		ShieldMinutes: p.ShieldMinutes, HistoryLength: p.HistoryLength, NoteRequired: p.NoteRequired, Banner: p.Banner, ShowOnLoad: p.ShowOnLoad,
		Countries: p.Countries, MinimumAssurance: channel.Assurance(value(p.MinimumAssurance)), CallBackTo: value(p.CallBackTo), CoolingHours: value(p.CoolingHours),
	}
}
