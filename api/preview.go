package api

import (
	"strings"

	"countersign/core/landing"
	"countersign/core/template"
)

// logoPlace stands for the picture from the editor while a mail is rendered: a mail's picture is an address, and this one has none yet.
const logoPlace = "https://logo.invalid/"

// preview renders a text with sample values. The landing page is shown whole, as it opens.
func preview(kind template.Kind, text template.Text, branding template.Branding) (template.Rendered, error) {
	values := template.Sample(branding)
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
		err = landing.Render(&page, landing.Page{State: landing.Ask, Branding: branding, Text: text, Values: values})
		shown.HTML = page.String()
	}
	return shown, err
}
