package sendgrid

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// newWords is what a mail says that is new: without the mail that it answers.
func newWords(fields map[string]string) string {
	text := fields["text"]
	if strings.TrimSpace(text) == "" {
		text = textOf(fields["html"])
	}
	var kept []string
	for _, one := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if quotes(one) {
			break
		}
		kept = append(kept, strings.TrimRight(one, " \t"))
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

var (
	// wrote begins a quotation: "On Mon, 2 Nov 2026 at 10:00, Ana wrote:", in the languages people write to us in.
	wrote = regexp.MustCompile(`(?i)^\s*(on|am|le|el|il|op|em)\s.{4,200}\s(wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\s?.{0,80}:\s*$`)
	ruled = regexp.MustCompile(`(?i)^\s*(-{2,}\s*(original message|ursprüngliche nachricht|message d'origine)\s*-{2,}|_{10,})\s*$`)
)

// quotes reports the line with which the mail that is answered begins.
func quotes(line string) bool {
	return strings.HasPrefix(strings.TrimSpace(line), ">") || wrote.MatchString(line) || ruled.MatchString(line)
}

// breaks are elements after which a line ends.
var breaks = map[string]bool{"br": true, "p": true, "div": true, "tr": true, "li": true, "h1": true, "h2": true, "h3": true, "blockquote": true}

// hidden elements hold no words of the writer.
var hidden = map[string]bool{"script": true, "style": true, "head": true, "title": true, "template": true}

// textOf is the words of a page. A quotation ends it.
func textOf(page string) string {
	var out strings.Builder
	tokens, inside := html.NewTokenizer(strings.NewReader(page)), ""
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
				return out.String()
			}
			if hidden[string(name)] && inside == "" {
				inside = string(name)
			}
			if breaks[string(name)] {
				out.WriteByte('\n')
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if string(name) == inside {
				inside = ""
			}
		}
	}
}
