package sendgrid

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"countersign/core/inbound"
)

// newWords is what a mail says that is new: without the mail that it answers.
func newWords(fields map[string]string) string {
	text := fields["text"]
	if strings.TrimSpace(text) == "" {
		text = textOf(fields["html"])
	}
	text = inbound.OwnWords(text)
	var kept []string
	for one := range strings.Lines(text) {
		if wrote.MatchString(one) || ruled.MatchString(one) {
			break
		}
		kept = append(kept, one)
	}
	return strings.TrimSpace(strings.Join(kept, ""))
}

var (
	// wrote begins a quotation whose lines have no mark of their own: "On Mon, 2 Nov 2026 at 10:00, Ana wrote:", in the languages people write to us in.
	wrote = regexp.MustCompile(`(?i)^\s*(on|am|le|el|il|op|em)\s.{4,200}\s(wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\s?.{0,80}:\s*$`)
	ruled = regexp.MustCompile(`(?i)^\s*(-{2,}\s*(original message|ursprüngliche nachricht|message d'origine)\s*-{2,}|_{10,})\s*$`)
)

// breaks are elements after which a line ends.
var breaks = map[string]bool{"br": true, "p": true, "div": true, "tr": true, "li": true, "h1": true, "h2": true, "h3": true, "blockquote": true}

// hidden elements hold no words of the writer.
var hidden = map[string]bool{"script": true, "style": true, "head": true, "title": true, "template": true}

// textOf is the words of a page, a quotation's as in a mail without a page: with a mark before each line.
func textOf(page string) string {
	var out strings.Builder
	tokens, inside, depth := html.NewTokenizer(strings.NewReader(page)), "", 0
	newLine := func() {
		out.WriteByte('\n')
		if depth > 0 {
			out.WriteString("> ")
		}
	}
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			if inside == "" {
				out.WriteString(strings.ReplaceAll(string(tokens.Text()), "\n", " "))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			if string(name) == "blockquote" {
				depth++
			}
			if hidden[string(name)] && inside == "" {
				inside = string(name)
			}
			if breaks[string(name)] {
				newLine()
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if string(name) == inside {
				inside = ""
			}
			if string(name) == "blockquote" && depth > 0 {
				depth--
				newLine()
			}
		}
	}
}
