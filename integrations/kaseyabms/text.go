package kaseyabms

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	lineEnds = regexp.MustCompile(`(?i)<br[^>]*>|</(?:p|div|li)>`)
	tags     = regexp.MustCompile(`<[a-zA-Z/!][^>]*>`)
)

// plain is a text as people wrote it. We write plain text; an editor in Kaseya BMS's screens may make HTML of it.
func plain(details string) string {
	if !tags.MatchString(details) {
		return strings.TrimSpace(details)
	}
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(lineEnds.ReplaceAllString(details, "\n"), "")))
}

// shorter cuts a text to a number of bytes, at the end of a character.
func shorter(text string, limit int) string {
	for len(text) > limit {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}
