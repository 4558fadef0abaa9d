package otp

import (
	"strings"
	"unicode"
)

// digitsOf reads digits as people type and paste them: of any script and width, with blanks and dashes of any kind between them, and in quotes or with a full
// stop around them. ok is false where anything else stands beside them.
func digitsOf(typed string) (digits string, ok bool) {
	typed = strings.TrimFunc(typed, func(r rune) bool { return unicode.IsPunct(r) || unseen(r) })
	read := make([]byte, 0, len(typed))
	for _, r := range typed {
		value, digit := valueOf(r)
		switch {
		case digit:
			read = append(read, value)
		case unseen(r), unicode.Is(unicode.Pd, r), r == '\u2212': // the sign for minus
		default:
			return "", false
		}
	}
	return string(read), true
}

func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) || unicode.Is(unicode.Cf, r)
}

// valueOf is the ASCII digit of a digit of any script: Unicode keeps those of each in tens, from zero to nine.
func valueOf(r rune) (ascii byte, digit bool) {
	if !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	for _, tens := range unicode.Nd.R16 {
		if lo, hi := rune(tens.Lo), rune(tens.Hi); lo <= r && r <= hi {
			return '0' + byte((r-lo)%10), true
		}
	}
	for _, tens := range unicode.Nd.R32 {
		if lo, hi := rune(tens.Lo), rune(tens.Hi); lo <= r && r <= hi {
			return '0' + byte((r-lo)%10), true
		}
	}
	return 0, false
}
