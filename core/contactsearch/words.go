package contactsearch

import (
	"slices"
	"strings"
	"unicode"
)

// Words are the terms under which a person is found by the beginning of a word: every word of the texts (name, company), folded, each once, in order.
// "Zoë O'Brien-Smith" is found under zoe, obrien, brien and smith.
func Words(texts ...string) []string {
	var words []string
	for _, text := range texts {
		for _, word := range split(text) {
			words = add(words, strings.Map(dropApostrophes, word))
			if _, tail, found := strings.Cut(strings.Map(oneApostrophe, word), "'"); found {
				words = add(words, strings.Map(dropApostrophes, tail))
			}
		}
	}
	return words
}

// QueryWords returns the prefixes of a query: a person matches when each prefix begins one of their words.
func QueryWords(query string) []string {
	var words []string
	for _, word := range split(query) {
		words = add(words, strings.Map(dropApostrophes, word))
	}
	return words
}

// split cuts folded text into runs of letters, digits and apostrophes.
func split(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mc, r) && oneApostrophe(r) != '\''
	})
}

// oneApostrophe maps the apostrophes that keyboards and word processors write to one.
func oneApostrophe(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '´', '`':
		return '\''
	}
	return r
}

func dropApostrophes(r rune) rune {
	if oneApostrophe(r) == '\'' {
		return -1
	}
	return r
}

func add(words []string, word string) []string {
	if word == "" || slices.Contains(words, word) {
		return words
	}
	return append(words, word)
}

var titles = []string{"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "herr", "frau", "mme"}

// Given is the name to use in a sentence, "Ana" of "Dr. Ana Torres" or of "Torres, Ana"; the whole name when it cannot be told.
func Given(name string) string {
	name = strings.TrimSpace(name)
	if family, given, found := strings.Cut(name, ","); found && strings.TrimSpace(given) != "" {
		// "Ana Torres, PhD" has its given name before the comma: only a lone family name stands there otherwise.
		if len(strings.Fields(family)) == 1 {
			return Given(given)
		}
		name = family
	}
	fields := strings.Fields(name)
	for len(fields) > 1 && slices.Contains(titles, strings.TrimSuffix(fold(fields[0]), ".")) {
		fields = fields[1:]
	}
	if len(fields) == 0 {
		return ""
	}
	return strings.Trim(fields[0], ",")
}
