// Package mail lays out every e-mail that Countersign sends: verifications, answers to clients, and mails to the MSP's own people. There is one layout.
package mail

import (
	_ "embed"
	"html/template"
	"strings"
)

//go:embed mail.html
var source string

var page = template.Must(template.New("mail").Parse(source))

// Brand is how the MSP looks in an e-mail. Colours are #rrggbb.
type Brand struct {
	Name                     string // of the MSP
	SenderName               string // in the From header
	LogoURL                  string // https; empty shows the name instead
	Accent, Ink              string // a button and the text on it
	GradientFrom, GradientTo string
}

// Content is an e-mail before it is laid out. Every text in it is plain text and is escaped.
type Content struct {
	Subject   string
	Body      []Block
	Signature [][]string // paragraphs of lines
	Footer    [][]string // paragraphs of lines
}

// Block is one part of the body: a paragraph, a code, or a button. Make it with the functions below.
type Block struct {
	Lines   [][]Piece
	Written bool   // the MSP's own words: they run in the direction of their language
	Code    string // digits, large
	Spoken  string // the digits as a screen reader says them
	Link    string // the address of a button
	Label   string // of a button
	Bare    bool   // the button's address stands in the text already
}

// Piece is a stretch of a line. At most one of Code, Link and Value is set.
type Piece struct {
	Text  string
	Code  bool
	Link  bool
	Value bool // a name or an id: it keeps its own direction, and changes none around it
}

// Text is a paragraph.
func Text(lines ...string) Block {
	b := Block{Lines: make([][]Piece, len(lines))}
	for i, line := range lines {
		b.Lines[i] = []Piece{{Text: line}}
	}
	return b
}

// Button is a link that stands alone, with its address beneath it.
func Button(label, address string) Block { return Block{Label: label, Link: address} }

// Mail is an e-mail to one of the MSP's own people, ready to be sent. Its JSON is what notices keep.
type Mail struct {
	FromName string `json:"from_name"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`
	HTML     string `json:"html"`
}

// Render lays an e-mail out, with a plain text part of the same words.
func Render(brand Brand, c Content) (Mail, error) {
	html, err := HTML(brand, c)
	return Mail{FromName: brand.SenderName, Subject: c.Subject, Text: c.plain(), HTML: html}, err
}

// HTML lays the HTML part out.
func HTML(brand Brand, c Content) (string, error) {
	var out strings.Builder
	err := page.Execute(&out, struct {
		Brand
		Content
	}{brand, c})
	return out.String(), err
}

// plain is the text part: blocks with an empty line between them.
func (c Content) plain() string {
	var parts []string
	for _, b := range c.Body {
		parts = append(parts, b.plain())
	}
	for _, paragraphs := range [][][]string{c.Signature, c.Footer} {
		for _, p := range paragraphs {
			parts = append(parts, strings.Join(p, "\n"))
		}
	}
	return strings.Join(parts, "\n\n") + "\n"
}

func (b Block) plain() string {
	switch {
	case b.Code != "":
		return b.Code
	case b.Link != "":
		return b.Label + ":\n" + b.Link
	}
	lines := make([]string, len(b.Lines))
	for i, line := range b.Lines {
		for _, p := range line {
			lines[i] += p.Text
		}
	}
	return strings.Join(lines, "\n")
}
