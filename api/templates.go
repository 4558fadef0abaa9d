package api

import (
	"context"

	"countersign/api/gen"
	"countersign/core/price"
	"countersign/core/problem"
	"countersign/core/template"
	"countersign/store"
)

// templates answers for the words that people get.
type templates struct{ Store *store.Store }

func (h templates) ListTemplates(ctx context.Context, _ gen.ListTemplatesRequestObject) (gen.ListTemplatesResponseObject, error) {
	answer := gen.ListTemplates200JSONResponse{Items: []gen.Template{}}
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		versions, err := tx.Templates(ctx)
		answer.Items = make([]gen.Template, len(versions))
		for i, version := range versions {
			answer.Items[i] = templateAnswer(version)
		}
		return err
	})
	return answer, err
}

func (h templates) PutTemplate(ctx context.Context, request gen.PutTemplateRequestObject) (gen.PutTemplateResponseObject, error) {
	kind, text := template.Kind(request.Kind), textAsked(*request.Body)
	if wrong := template.Validate(kind, text); len(wrong) > 0 {
		return nil, problem.Invalid(problem.TemplateInvalid, wrong...)
	}
	actor := ActorOf(ctx)
	var version store.TemplateVersion
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		var changed bool
		var err error
		version, changed, err = tx.PutTemplate(ctx, kind, text, actor.Name)
		if err != nil || !changed {
			return err
		}
		return auditTemplate(ctx, tx, "template.changed", version)
	})
	return gen.PutTemplate200JSONResponse(templateAnswer(version)), err
}

func (h templates) ResetTemplate(ctx context.Context, request gen.ResetTemplateRequestObject) (gen.ResetTemplateResponseObject, error) {
	actor := ActorOf(ctx)
	var version store.TemplateVersion
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		var changed bool
		var err error
		version, changed, err = tx.ResetTemplate(ctx, template.Kind(request.Kind), actor.Name)
		if err != nil || !changed {
			return err
		}
		return auditTemplate(ctx, tx, "template.reset", version)
	})
	return gen.ResetTemplate200JSONResponse(templateAnswer(version)), err
}

// PreviewTemplate shows a text as it stands in the editor, with the looks as they stand in theirs.
func (h templates) PreviewTemplate(ctx context.Context, request gen.PreviewTemplateRequestObject) (gen.PreviewTemplateResponseObject, error) {
	kind, text := template.Kind(request.Kind), textAsked(request.Body.Text)
	if wrong := template.Validate(kind, text); len(wrong) > 0 {
		return nil, problem.Invalid(problem.TemplateInvalid, wrong...)
	}
	branding, err := h.brandingAsked(ctx, request.Body.Branding)
	if err != nil {
		return nil, err
	}
	shown, err := preview(kind, text, branding)
	if err != nil {
		return nil, err
	}
	answer := gen.PreviewTemplate200JSONResponse{Text: shown.Text, Subject: present(shown.Subject), HTML: present(shown.HTML)}
	if kind == template.SMSCode || kind == template.SMSLink {
		answer.Segments = new(price.Segments(shown.Text).Count)
	}
	return answer, nil
}

// brandingAsked is the unsaved branding of a preview, or the saved one.
func (h templates) brandingAsked(ctx context.Context, asked *gen.Branding) (template.Branding, error) {
	if asked != nil {
		branding := brandingAsked(*asked)
		if wrong := branding.Validate(); len(wrong) > 0 {
			for i := range wrong {
				wrong[i].Field = "branding." + wrong[i].Field
			}
			return template.Branding{}, problem.Invalid(problem.ValidationFailed, wrong...)
		}
		return branding, nil
	}
	var branding template.Branding
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		branding, err = tx.Branding(ctx)
		return err
	})
	return branding, err
}

func auditTemplate(ctx context.Context, tx store.Tx, action string, version store.TemplateVersion) error {
	return audit(ctx, tx, store.AuditEntry{Action: action, SubjectKind: "template", SubjectID: string(version.Kind), Details: map[string]any{"version": version.Version}})
}

func templateAnswer(version store.TemplateVersion) gen.Template {
	answer := gen.Template{
		Kind: gen.TemplateKind(version.Kind), Text: textShown(version.Text), BuiltIn: version.BuiltIn,
		Placeholders: placeholderNames(version.Kind.Placeholders()), RequiredPlaceholders: placeholderNames(version.Kind.Required()),
		ChangedAt: version.ChangedAt, ChangedBy: present(version.ChangedBy),
	}
	if version.Version > 0 {
		answer.Version = &version.Version
	}
	return answer
}

func placeholderNames(placeholders []template.Placeholder) []string {
	names := make([]string, len(placeholders))
	for i, p := range placeholders {
		names[i] = string(p)
	}
	return names
}

func textShown(text template.Text) gen.TemplateText {
	return gen.TemplateText{Body: text.Body, Subject: present(text.Subject), Signature: present(text.Signature), Footer: present(text.Footer)}
}

func textAsked(text gen.TemplateText) template.Text {
	return template.Text{Body: text.Body, Subject: value(text.Subject), Signature: value(text.Signature), Footer: value(text.Footer)}
}

// present is an optional member of an answer: absent when there is nothing to say.
func present[T ~string | ~int](member T) *T {
	var nothing T
	if member == nothing {
		return nil
	}
	return &member
}
