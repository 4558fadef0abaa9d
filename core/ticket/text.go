package ticket

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// OneLine makes a text fit for a line: controls and runs of space become one space.
func OneLine(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "\uFFFD"), func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " ")
}

// Cut shortens a text to a number of characters, ending it with an ellipsis where something was left out.
func Cut(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return strings.TrimRightFunc(string([]rune(text)[:limit-1]), unicode.IsSpace) + "…"
}

// Sign puts a reference at the end of a text, on a line of its own, unless it stands there already.
func Sign(text, ref string) string {
	text = strings.TrimSpace(text)
	if ref == "" || SignedBy(text, ref) {
		return text
	}
	return strings.TrimSpace(text + "\n\n" + ref)
}

// SignedBy reports whether a text's last line is the reference, with any kind of line ends.
func SignedBy(text, ref string) bool {
	rest, ok := strings.CutSuffix(strings.TrimSpace(text), strings.TrimSpace(ref))
	return ok && (rest == "" || strings.HasSuffix(rest, "\n") || strings.HasSuffix(rest, "\r"))
}
