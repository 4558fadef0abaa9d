package kit

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ParseID reads an id as most vendors give them: a whole number from 1, written in the one way, that fits in some bits.
func ParseID[ID ~int | ~int64](text string, bits int) (ID, bool) {
	id, err := strconv.ParseInt(text, 10, bits)
	return ID(id), err == nil && id > 0 && strconv.FormatInt(id, 10) == text
}

// IDText writes an id; "" for none.
func IDText[ID ~int | ~int64](id ID) string {
	if id <= 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

// FirstWords is the first of some texts that says anything, trimmed.
func FirstWords(texts ...string) string {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
}

// FullName is a first and a last name.
func FullName(first, last string) string {
	return strings.TrimSpace(strings.TrimSpace(first) + " " + strings.TrimSpace(last))
}

// ParseTime reads a time in any of the ways in which vendors write one: with a zone, or without one as UTC; a day alone is its beginning. What is no time,
// and a year that stands for none, is the zero time.
func ParseTime(text string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil && at.Year() > 1900 {
			return at.UTC()
		}
	}
	return time.Time{}
}

var (
	looksHTML = regexp.MustCompile(`(?i)</?(p|div|br|span|b|i|u|a|ul|ol|li|html|body|table)\b[^>]*>`)
	lineEnd   = regexp.MustCompile(`(?i)<br\b[^>]*>|</(p|div|li|tr|h[1-6])>`)
	tag       = regexp.MustCompile(`<[^>]*>`)
)

// PlainText is a text without the markup that a vendor's editor may have put around it.
func PlainText(text string) string {
	if looksHTML.MatchString(text) {
		text = html.UnescapeString(tag.ReplaceAllString(lineEnd.ReplaceAllString(text, "\n"), ""))
	}
	return strings.TrimSpace(text)
}
