package settings

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/settings"
)

// Templates answers for the words that people get.
type Templates struct{ Store *store.Store }

func (h Templates) ListTemplates(ctx context.Context, _ gen.ListTemplatesRequestObject) (gen.ListTemplatesResponseObject, error) {
	answer := gen.ListTemplates200JSONResponse{Items: []gen.Template{}}
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		versions, err := settings.ListTemplates(ctx, tx)
		answer.Items = make([]gen.Template, len(versions))
		for i, version := range versions {
			answer.Items[i] = templateAnswer(version)
		}
		return err
	})
	return answer, err
}

func (h Templates) PutTemplate(ctx context.Context, request gen.PutTemplateRequestObject) (gen.PutTemplateResponseObject, error) {
	kind, text := template.Kind(request.Kind), textAsked(*request.Body)
	if wrong := template.Validate(kind, text); len(wrong) > 0 {
		return nil, problem.Invalid(problem.TemplateInvalid, wrong...)
	}
	actor := gate.ActorOf(ctx)
	var version settings.TemplateVersion
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		var changed bool
		var err error
		version, changed, err = settings.UpdateTemplate(ctx, tx, kind, text, actor.Name)
		if err != nil || !changed {
			return err
		}
		return auditTemplate(ctx, tx, "template.changed", version)
	})
	return gen.PutTemplate200JSONResponse(templateAnswer(version)), err
}

func (h Templates) ResetTemplate(ctx context.Context, request gen.ResetTemplateRequestObject) (gen.ResetTemplateResponseObject, error) {
	actor := gate.ActorOf(ctx)
	var version settings.TemplateVersion
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		var changed bool
		var err error
		version, changed, err = settings.ResetTemplate(ctx, tx, template.Kind(request.Kind), actor.Name)
		if err != nil || !changed {
			return err
		}
		return auditTemplate(ctx, tx, "template.reset", version)
	})
	return gen.ResetTemplate200JSONResponse(templateAnswer(version)), err
}

func auditTemplate(ctx context.Context, tx store.Tx, action string, version settings.TemplateVersion) error {
	return gate.Audit(ctx, tx, store.AuditEntry{Action: action, SubjectKind: "template", SubjectID: string(version.Kind), Details: map[string]any{"version": version.Version}})
}
