// Package lookalike tells whether people would take one shown name for another.
package lookalike

import (
	"strings"
	"unicode"

	"github.com/mtibben/confusables"
	"golang.org/x/text/unicode/norm"
)

// Fold is what a name looks like: two names that a reader would confuse fold to the same text. Case, accents, full and half width, look-alike letters of other
// scripts (Unicode Technical Standard 39), characters that cannot be seen, blanks and signs do not count. It is "" for a name without a letter or digit.
func Fold(name string) string {
	// Capital letters have look-alikes of their own ("I" and "l"), so letters are compared before their case is lowered and after.
	folded := name
	for range 2 {
		folded = strings.ToLower(seen(confusables.Skeleton(seen(folded))))
	}
	return strings.ToLower(seen(alike.Replace(folded)))
}

// seen keeps letters and digits, without marks.
func seen(text string) string {
	var plain strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(text, "")) {
		if !filler[r] && (unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune(letterlike, r)) {
			plain.WriteRune(r)
		}
	}
	return plain.String()
}

// filler are letters that show nothing.
var filler = map[rune]bool{'\u115f': true, '\u1160': true, '\u3164': true, '\uffa0': true}

// letterlike are signs that stand for a letter.
const letterlike = "|!$@"

// alike are what Unicode does not count as confusable, or only as capitals: digits and signs for letters, small capitals, letters with a stroke.
var alike = strings.NewReplacer(
	"i", "l", "ı", "l", "1", "l", "|", "l", "!", "l", "0", "o", "$", "s", "@", "a", "w", "vv", "m", "rn",
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "ħ", "h", "ŧ", "t",
	"ᴀ", "a", "ʙ", "b", "ᴄ", "c", "ᴅ", "d", "ᴇ", "e", "ɢ", "g", "ʜ", "h", "ɪ", "l", "ᴊ", "j", "ᴋ", "k", "ʟ", "l", "ᴍ", "rn", "ɴ", "n", "ᴏ", "o", "ᴘ", "p", "ʀ", "r",
	"ᴛ", "t", "ᴜ", "u", "ᴠ", "v", "ᴡ", "vv", "ʏ", "y", "ᴢ", "z",
)
