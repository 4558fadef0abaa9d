package template

import (
	"slices"
	"strings"

	"countersign/core/mail"
)

// Mail is how the MSP's e-mails look. logoURL is where mail programs fetch the logo; empty shows the name instead.
func (b Branding) Mail(logoURL string) mail.Brand {
	return mail.Brand{
		Name: b.MSPName, SenderName: b.SenderName, LogoURL: logoURL, Accent: b.Accent, Ink: Ink(b.Accent), GradientFrom: b.GradientFrom, GradientTo: b.GradientTo,
	}
}

func renderEmail(subject string, text Text, branding Branding, values Values) (string, error) {
	brand := branding.Mail(values.LogoURL)
	brand.Name = values.of(MSP)
	return mail.HTML(brand, mail.Content{Subject: subject, Body: blocks(text.Body, values), Signature: Paragraphs(text.Signature, values), Footer: Paragraphs(text.Footer, values)})
}

// openPage is the label of a link's button.
const openPage = "Open the page"

// blocks lays a body out: a line that is only the code or link becomes a block of its own; a link inside a sentence gets its button behind the paragraph.
func blocks(body string, values Values) []mail.Block {
	var all []mail.Block
	for _, paragraph := range paragraphs(body, values) {
		var text [][]mail.Piece
		linked := false
		flush := func() {
			if len(text) > 0 {
				all, text = append(all, mail.Block{Lines: text, Written: true}), nil
			}
		}
		for _, line := range paragraph {
			switch strings.TrimSpace(line) {
			case Code.String():
				flush()
				all = append(all, mail.Block{Code: values.Code, Spoken: spell(values.Code)})
			case Link.String():
				flush()
				all = append(all, mail.Button(openPage, values.Link))
			default:
				pieces, hasLink := piecesOf(line, values)
				text, linked = append(text, pieces), linked || hasLink
			}
		}
		flush()
		if linked {
			all = append(all, mail.Block{Label: openPage, Link: values.Link, Bare: true})
		}
	}
	return all
}

// named are the placeholders that stand for a name or an id, in whatever direction it is written.
var named = []Placeholder{Name, MSP, Technician, Ticket, Company}

func piecesOf(line string, values Values) (pieces []mail.Piece, hasLink bool) {
	parts, _ := parse(inOneMinute(line, values))
	for _, p := range parts {
		text := p.text
		if _, known := reach[p.placeholder]; known {
			text = values.of(p.placeholder)
		}
		pieces = append(pieces, mail.Piece{Text: text, Code: p.placeholder == Code, Link: p.placeholder == Link, Value: slices.Contains(named, p.placeholder)})
		hasLink = hasLink || p.placeholder == Link
	}
	return pieces, hasLink
}
