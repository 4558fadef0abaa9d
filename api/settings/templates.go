package settings

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/settings"
)

// Templates answers for the words that people get.
type Templates struct{ Store *store.Store }

func (h Templates) ListTemplates(ctx context.Context, _ gen.ListTemplatesRequestObject) (gen.ListTemplatesResponseObject, error) {
	versions, err := gate.InTenant(ctx, h.Store, settings.ListTemplates)
	return gen.ListTemplates200JSONResponse{Items: list.Of(versions, templateAnswer)}, err
}

func (h Templates) PutTemplate(ctx context.Context, request gen.PutTemplateRequestObject) (gen.PutTemplateResponseObject, error) {
	kind, text := template.Kind(request.Kind), textAsked(*request.Body)
	if wrong := template.Validate(kind, text); len(wrong) > 0 {
		return nil, problem.Invalid(problem.TemplateInvalid, wrong...)
	}
	actor := gate.ActorOf(ctx)
	version, err := store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (version settings.TemplateVersion, err error) {
		inbound, err := settings.GetInbound(ctx, tx)
		if err != nil {
			return version, err
		}
		if wrong := text.LiteralTriggers(inbound.Words()); len(wrong) > 0 {
			return version, problem.Invalid(problem.TemplateInvalid, wrong...)
		}
		before, err := settings.GetTemplate(ctx, tx, kind)
		if err != nil {
			return version, err
		}
		var changed bool
		version, changed, err = settings.UpdateTemplate(ctx, tx, kind, text, actor.Name)
		if err != nil || !changed {
			return version, err
		}
		return version, auditTemplate(ctx, tx, "template.changed", before, version)
	})
	return gen.PutTemplate200JSONResponse(templateAnswer(version)), err
}

func (h Templates) ResetTemplate(ctx context.Context, request gen.ResetTemplateRequestObject) (gen.ResetTemplateResponseObject, error) {
	actor := gate.ActorOf(ctx)
	version, err := store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (version settings.TemplateVersion, err error) {
		before, err := settings.GetTemplate(ctx, tx, template.Kind(request.Kind))
		if err != nil {
			return version, err
		}
		var changed bool
		version, changed, err = settings.ResetTemplate(ctx, tx, template.Kind(request.Kind), actor.Name)
		if err != nil || !changed {
			return version, err
		}
		return version, auditTemplate(ctx, tx, "template.reset", before, version)
	})
	return gen.ResetTemplate200JSONResponse(templateAnswer(version)), err
}

func auditTemplate(ctx context.Context, tx store.Tx, action string, before, version settings.TemplateVersion) error {
	details := gate.Differences(textShown(before.Text), textShown(version.Text))
	details["version"] = version.Version
	return gate.Audit(ctx, tx, store.AuditEntry{Action: action, SubjectKind: "template", SubjectID: string(version.Kind), Details: details})
}
