// Package plaintext makes text from outside fit to be stored, searched and shown. A PSA's names may hold characters that Postgres refuses, line breaks that
// forge a line of a note, marks that turn the reading direction, or thousands of words.
package plaintext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest name and id that are kept, in characters. The API takes names of the same length.
const (
	LongestName = 200
	LongestID   = 200
)

// Line is a text on one line of at most limit characters, without characters that nobody sees. It is "" where nothing visible is left.
func Line(text string, limit int) string {
	text = strings.Map(visible, strings.ToValidUTF8(text, string(utf8.RuneError)))
	text = strings.TrimFunc(strings.Join(strings.Fields(text), " "), func(r rune) bool { return joins(r) || unicode.IsSpace(r) })
	if !strings.ContainsFunc(text, unicode.IsGraphic) {
		return ""
	}
	return cut(text, limit)
}

// visible drops NUL and formatting characters, and turns other control characters into spaces.
func visible(r rune) rune {
	switch {
	case r == 0, unicode.Is(unicode.Cf, r) && !joins(r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Noncharacter_Code_Point, r):
		return -1
	case unicode.IsControl(r), unicode.IsSpace(r):
		return ' '
	}
	return r
}

// HasHidden reports characters that nobody sees and no name needs: controls that are no white space, marks that turn the reading direction, characters without
// width.
func HasHidden(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return hidden(r) })
}

func hidden(r rune) bool { return visible(r) == -1 || unicode.IsControl(r) && !unicode.IsSpace(r) }

// Lines is a text of several lines without characters that nobody sees, but for the marks that texts from right to left need. It has no line that a lone line
// separator made.
func Lines(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\r', r == '\u200e', r == '\u200f', r == '\u061c':
			return r
		case hidden(r):
			return -1
		}
		return visible(r)
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
}

// IsTicketID reports whether a text may be the id or number of a ticket: letters, digits and the signs that ticket systems put between them. It is neither
// words nor an address.
func IsTicketID(text string) bool { return ticketID.MatchString(text) }

var ticketID = regexp.MustCompile(`^#?[\p{L}\p{N}]+([-_#/]?[\p{L}\p{N}]+|\.[\p{N}]+)*$`)

// joins reports whether a character joins or parts letters, which names in Persian and in scripts of India need.
func joins(r rune) bool { return r == '\u200c' || r == '\u200d' }

func cut(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return strings.TrimRightFunc(string([]rune(text)[:max(limit-1, 0)]), unicode.IsSpace) + "…"
}

// IsID reports whether an id can be kept as it is. An id that would have to be changed to be kept would name another record.
func IsID(text string) bool {
	return text != "" && IsStorable(text) && utf8.RuneCountInString(text) <= LongestID &&
		!strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || r == ' ' || visible(r) != r })
}

// IsStorable reports whether Postgres stores a text: it is UTF-8 without NUL.
func IsStorable(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }
