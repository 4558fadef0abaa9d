// Package mask shortens a contact point so that only its owner recognises it.
package mask

import (
	"strings"
	"unicode/utf8"
)

// Hidden is what a value becomes that cannot be shown in part.
const Hidden = "•••"

// Phone shows the country code (with North America the area code too) and the last two digits of an E.164 number: "+1 415 ••• ••34".
// A value that is not an E.164 number becomes Hidden.
func Phone(e164 string) string {
	digits, ok := strings.CutPrefix(e164, "+")
	if !ok || len(digits) < 8 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" || digits[0] == '0' {
		return Hidden
	}
	code, rest := split(digits)
	shown := []string{"+" + code}
	if code == "1" && len(rest) == 10 {
		shown, rest = append(shown, rest[:3]), rest[3:]
	}
	// At least four digits stay hidden; a shorter number keeps its end to itself as well.
	tail := "••"
	if len(rest) >= 6 {
		tail = rest[len(rest)-2:]
	}
	return strings.Join(append(shown, groups(len(rest)-2, tail)...), " ")
}

// groups writes hidden dots before tail, in threes from the right, the last group with the tail having four.
func groups(hidden int, tail string) []string {
	last := "••" + tail
	hidden -= 2
	var parts []string
	for hidden > 4 {
		parts = append([]string{"•••"}, parts...)
		hidden -= 3
	}
	if hidden > 0 {
		parts = append([]string{strings.Repeat("•", hidden)}, parts...)
	}
	return append(parts, last)
}

// split cuts the country calling code off. ITU-T E.164 assigns zones 1 and 7 one digit, the codes below two, all others three.
func split(digits string) (code, rest string) {
	const two = " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 "
	n := 3
	switch {
	case digits[0] == '1' || digits[0] == '7':
		n = 1
	case strings.Contains(two, " "+digits[:2]+" "):
		n = 2
	}
	return digits[:n], digits[n:]
}

// Email shows the first letter and the domain: "a•••@northwind.example". A local part of one or two letters is hidden whole, anything that is no address too.
func Email(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at == len(address)-1 {
		return Hidden
	}
	local, domain := address[:at], address[at+1:]
	first, size := utf8.DecodeRuneInString(local)
	if utf8.RuneCountInString(local) < 3 || (first == utf8.RuneError && size == 1) {
		return Hidden + "@" + domain
	}
	return string(first) + Hidden + "@" + domain
}
