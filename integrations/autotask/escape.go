package autotask

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// alwaysEscaped are the printable ASCII characters that Autotask writes as \uXXXX inside strings, besides the quote.
const alwaysEscaped = "&<>'`+"

// escaped writes a JSON text as Autotask writes it before it signs: inside strings some characters, and all that are not ASCII, as \uXXXX with capital
// digits. What stands outside strings stays as it is.
func escaped(body []byte) []byte {
	var out strings.Builder
	out.Grow(len(body) + len(body)/4)
	inside := false
	for i := 0; i < len(body); {
		r, size := utf8.DecodeRune(body[i:])
		switch {
		case r == '"':
			inside = !inside
			out.WriteByte('"')
		case inside && r == '\\' && i+1 < len(body):
			size = escape(&out, body[i:])
		case inside && (r >= utf8.RuneSelf || r == 0x7F || strings.ContainsRune(alwaysEscaped, r)):
			writeEscape(&out, r)
		default:
			out.Write(body[i : i+size])
		}
		i += size
	}
	return []byte(out.String())
}

// escape rewrites one escape, at the beginning of a text, and returns its length.
func escape(out *strings.Builder, text []byte) int {
	switch {
	case text[1] == '"':
		writeEscape(out, '"')
	case text[1] == 'u' && len(text) >= 6:
		out.WriteString(`\u` + strings.ToUpper(string(text[2:6])))
		return 6
	default:
		out.Write(text[:2])
	}
	return 2
}

// writeEscape writes a character as one or two UTF-16 units.
func writeEscape(out *strings.Builder, r rune) {
	if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
		fmt.Fprintf(out, `\u%04X\u%04X`, high, low)
		return
	}
	fmt.Fprintf(out, `\u%04X`, r)
}
