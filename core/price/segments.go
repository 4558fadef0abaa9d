package price

import "strings"

// The characters of one septet in the default alphabet of GSM 7-bit (3GPP TS 23.038 section 6.2.1), and those that take an escape and so two.
const (
	basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	extended = "\f^{}\\[~]|€"
)

// Encoding is how a text travels.
type Encoding string

// The encodings.
const (
	GSM7 Encoding = "gsm7"
	UCS2 Encoding = "ucs2"
)

// SMS says how many segments a text takes.
type SMS struct {
	Encoding Encoding
	Units    int // septets with GSM7, 16-bit units with UCS2
	Count    int // segments, at least 1
}

// Segments counts the parts a text is sent and paid in: 160 septets or 70 units in one, 153 or 67 in each of several (the rest is a header,
// 3GPP TS 23.040 section 9.2.3.24). A pair that belongs together (an escape, a surrogate pair) is never cut, so a part may end one short.
func Segments(text string) SMS {
	encoding, single, several, width := GSM7, 160, 153, septets
	if !isGSM(text) {
		encoding, single, several, width = UCS2, 70, 67, units
	}
	units, count, room := 0, 1, several
	for _, r := range text {
		w := width(r)
		units += w
		if w > room {
			count, room = count+1, several
		}
		room -= w
	}
	if units <= single {
		count = 1
	}
	return SMS{Encoding: encoding, Units: units, Count: count}
}

func isGSM(text string) bool {
	for _, r := range text {
		if !strings.ContainsRune(basic, r) && !strings.ContainsRune(extended, r) {
			return false
		}
	}
	return true
}

func septets(r rune) int {
	if strings.ContainsRune(extended, r) {
		return 2
	}
	return 1
}

func units(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}
