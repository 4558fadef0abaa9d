package settings

import (
	"context"
	"strings"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/inbound"
	"countersign/core/linkpage"
	"countersign/core/price"
	"countersign/core/problem"
	"countersign/core/template"
	"countersign/store/settings"
)

// logoPlace stands for the picture from the editor while a mail is rendered: a mail's picture is an address, and this one has none yet.
const logoPlace = "https://logo.invalid/"

// preview renders a text with sample values. The landing page is shown whole, as it opens.
func preview(kind template.Kind, text template.Text, branding template.Branding, words inbound.Words) (template.Rendered, error) {
	text, values := text.Named(words), template.Sample(branding)
	if branding.Logo != "" {
		values.LogoURL = logoPlace
	}
	shown, err := template.Render(kind, text, branding, values)
	if err != nil {
		return template.Rendered{}, err
	}
	shown.HTML = strings.ReplaceAll(shown.HTML, logoPlace, branding.Logo)
	if kind == template.LandingPage {
		var page strings.Builder
		err = linkpage.Render(&page, linkpage.Page{State: linkpage.Ask, Branding: branding, Text: text, Values: values})
		shown.HTML = page.String()
	}
	return shown, err
}

// PreviewTemplate shows a text as it stands in the editor, with the looks as they stand in theirs.
func (h Templates) PreviewTemplate(ctx context.Context, request gen.PreviewTemplateRequestObject) (gen.PreviewTemplateResponseObject, error) {
	kind, text := template.Kind(request.Kind), textAsked(request.Body.Text)
	if wrong := template.Validate(kind, text); len(wrong) > 0 {
		return nil, problem.Invalid(problem.TemplateInvalid, wrong...)
	}
	branding, err := h.brandingAsked(ctx, request.Body.Branding)
	if err != nil {
		return nil, err
	}
	inbound, err := gate.InTenant(ctx, h.Store, settings.GetInbound)
	if err != nil {
		return nil, err
	}
	shown, err := preview(kind, text, branding, inbound.Words())
	if err != nil {
		return nil, err
	}
	answer := gen.PreviewTemplate200JSONResponse{Text: shown.Text, Subject: respond.Present(shown.Subject), HTML: respond.Present(shown.HTML)}
	if kind == template.SMSCode || kind == template.SMSLink {
		answer.Segments = new(price.Segments(shown.Text).Count)
	}
	return answer, nil
}

// brandingAsked is the unsaved branding of a preview, or the saved one.
func (h Templates) brandingAsked(ctx context.Context, asked *gen.Branding) (template.Branding, error) {
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
	return gate.InTenant(ctx, h.Store, settings.GetBranding)
}
