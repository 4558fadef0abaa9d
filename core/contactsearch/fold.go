// Package contactsearch turns names and contact points into the forms that lists are ordered by and searches look for.
package contactsearch

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters that Unicode does not take apart into a base letter and a mark, as people type them who lack the key
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ı", "i", "ħ", "h", "ŧ", "t", "ŋ", "n")

// fold lowers the case and takes accents away: "Zoë Łukasz" becomes "zoe lukasz". Other scripts keep their letters.
func fold(text string) string {
	var plain strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(text, "")) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		plain.WriteRune(unicode.ToLower(r))
	}
	return letters.Replace(plain.String())
}

// SortName is what lists are ordered by: the name in lower case, without accents, with single blanks.
func SortName(name string) string {
	return strings.Join(strings.Fields(fold(name)), " ")
}
