package plaintext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Capital is a text whose first letter is a capital one, as at the beginning of a sentence.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToTitle(first)) + text[size:]
}

// Marks around a stretch of text whose direction is its own: https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
const (
	firstStrongIsolate = "\u2068"
	popIsolate         = "\u2069"
)

// Isolated is a name as it may stand in a sentence of ours: one that is written from right to left is set apart, so that it turns nothing around it.
func Isolated(name string) string {
	if !strings.ContainsFunc(name, rightToLeft) {
		return name
	}
	return firstStrongIsolate + name + popIsolate
}

func rightToLeft(r rune) bool {
	properties, _ := bidi.LookupRune(r)
	return properties.Class() == bidi.R || properties.Class() == bidi.AL || properties.Class() == bidi.AN
}
