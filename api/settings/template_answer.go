package settings

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/list"
	"countersign/core/template"
	"countersign/store/settings"
)

func templateAnswer(version settings.TemplateVersion) gen.Template {
	answer := gen.Template{
		Kind: gen.TemplateKind(version.Kind), Text: textShown(version.Text), BuiltIn: version.BuiltIn,
		Placeholders: placeholderNames(version.Kind.Placeholders()), RequiredPlaceholders: placeholderNames(version.Kind.Required()),
		ChangedAt: version.ChangedAt, ChangedBy: respond.Present(version.ChangedBy),
	}
	if version.Version > 0 {
		answer.Version = &version.Version
	}
	return answer
}

func placeholderNames(placeholders []template.Placeholder) []string {
	return list.Of(placeholders, func(p template.Placeholder) string { return string(p) })
}

func textShown(text template.Text) gen.TemplateText {
	return gen.TemplateText{Body: text.Body, Subject: respond.Present(text.Subject), Signature: respond.Present(text.Signature), Footer: respond.Present(text.Footer)}
}

func textAsked(text gen.TemplateText) template.Text {
	return template.Text{Body: text.Body, Subject: respond.Value(text.Subject), Signature: respond.Value(text.Signature), Footer: respond.Value(text.Footer)}
}
