package superops

import (
	"html"
	"regexp"
	"strings"

	"countersign/core/ticket"
)

var (
	looksHTML = regexp.MustCompile(`(?i)</?(p|div|br|span|b|i|u|a|ul|ol|li|html|body|table)\b[^>]*>`)
	lineEnd   = regexp.MustCompile(`(?i)<br\b[^>]*>|</(p|div|li|tr|h[1-6])>`)
	tag       = regexp.MustCompile(`<[^>]*>`)
)

// plain is a text without markup. SuperOps' editor writes HTML, the API plain text; which of them comes back is not documented.
func plain(content string) string {
	if !looksHTML.MatchString(content) {
		return strings.TrimSpace(content)
	}
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(lineEnd.ReplaceAllString(content, "\n"), "")))
}

// signed reports whether a text that came back ends with a reference, as it was sent or as SuperOps' editor keeps it.
func signed(content, ref string) bool {
	return ticket.SignedBy(content, ref) || ticket.SignedBy(plain(content), ref)
}
