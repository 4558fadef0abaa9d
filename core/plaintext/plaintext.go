// Package plaintext makes text from outside fit to be stored, searched and shown. A PSA's names may hold characters that Postgres refuses, line breaks that
// forge a line of a note, marks that turn the reading direction, or thousands of words.
package plaintext

import (
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
