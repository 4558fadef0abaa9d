package template

import (
	_ "embed"
	"html/template"
	"strings"
)

//go:embed email.html
var emailSource string

var emailPage = template.Must(template.New("email").Parse(emailSource))

// piece is a stretch of a line; at most one of Code and Link is set.
type piece struct {
	Text string
	Code bool
	Link bool
}

// block is a paragraph, or the code or link standing alone.
type block struct {
	Code   string // digits, large
	Spoken string // the digits as a screen reader should say them
	Link   string // a button
	Bare   bool   // the address has been shown already
	Lines  [][]piece
}

// email is what email.html shows.
type email struct {
	Subject                  string
	MSP, LogoURL             string
	Accent, Ink              string
	GradientFrom, GradientTo string
	Body                     []block
	Signature, Footer        [][]string
}

func renderEmail(subject string, text Text, branding Branding, values Values) (string, error) {
	var out strings.Builder
	err := emailPage.Execute(&out, email{
		Subject: subject, MSP: values.of(MSP), LogoURL: values.LogoURL,
		Accent: branding.Accent, Ink: Ink(branding.Accent), GradientFrom: branding.GradientFrom, GradientTo: branding.GradientTo,
		Body: blocks(text.Body, values), Signature: Paragraphs(text.Signature, values), Footer: Paragraphs(text.Footer, values),
	})
	return out.String(), err
}

// blocks lays a body out: a line that is only the code or link becomes a block of its own; a link inside a sentence gets its button behind the paragraph.
func blocks(body string, values Values) []block {
	var all []block
	for _, paragraph := range paragraphs(body, values) {
		var text [][]piece
		linked := false
		flush := func() {
			if len(text) > 0 {
				all, text = append(all, block{Lines: text}), nil
			}
		}
		for _, line := range paragraph {
			switch strings.TrimSpace(line) {
			case Code.String():
				flush()
				all = append(all, block{Code: values.Code, Spoken: spell(values.Code)})
			case Link.String():
				flush()
				all = append(all, block{Link: values.Link})
			default:
				pieces, hasLink := piecesOf(line, values)
				text, linked = append(text, pieces), linked || hasLink
			}
		}
		flush()
		if linked {
			all = append(all, block{Link: values.Link, Bare: true})
		}
	}
	return all
}

func piecesOf(line string, values Values) (pieces []piece, hasLink bool) {
	parts, _ := parse(line)
	for _, p := range parts {
		text := p.text
		if _, known := reach[p.placeholder]; known {
			text = values.of(p.placeholder)
		}
		pieces = append(pieces, piece{Text: text, Code: p.placeholder == Code, Link: p.placeholder == Link})
		hasLink = hasLink || p.placeholder == Link
	}
	return pieces, hasLink
}
