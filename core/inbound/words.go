package inbound

import (
	"strings"
	"unicode"
)

// Words are the trigger words of an MSP: what a client writes to have a technician proven to them, and to answer.
type Words struct {
	Verify  string
	Confirm string
	Deny    string
}

// DefaultWords are those of an MSP that changed nothing.
func DefaultWords() Words { return Words{Verify: "#verify", Confirm: "#confirm", Deny: "#deny"} }

// courtesies are words that people put around a trigger word.
var courtesies = map[string]bool{
	"please": true, "pls": true, "plz": true, "thanks": true, "thank": true, "you": true, "thx": true, "hi": true, "hello": true, "hey": true, "me": true,
	"bitte": true, "danke": true, "hallo": true, "por": true, "favor": true, "gracias": true, "hola": true, "svp": true, "stp": true, "merci": true, "bonjour": true,
	"alstublieft": true, "aub": true, "bedankt": true, "prego": true, "grazie": true, "obrigado": true, "obrigada": true, "prosze": true, "tack": true,
}

// trigger tells which word a text consists of; "" for none. An empty word never matches. loose says that it came without its #.
func (w Words) trigger(text string) (route Route, loose bool) {
	word := plain(text)
	if alone := wordOf(text); alone != "" {
		word = alone
	}
	if word == "" {
		return "", false
	}
	all := []struct {
		word  string
		route Route
	}{{w.Verify, Verify}, {w.Confirm, Confirm}, {w.Deny, Deny}}
	for _, t := range all {
		if plain(t.word) == word {
			return t.route, false
		}
	}
	for _, t := range all {
		if bare, marked := strings.CutPrefix(plain(t.word), "#"); marked && bare == word {
			return t.route, true
		}
	}
	return "", false
}

// wordOf is the one word of a text whose others are courtesies ("#verify please"), "" where it has none or several: "I cannot verify this" is a sentence.
func wordOf(text string) (word string) {
	if len(text) > longestWord {
		return ""
	}
	for _, part := range strings.Fields(text) {
		switch part = plain(part); {
		case part == "" || courtesies[part] || part == word:
		case word != "":
			return ""
		default:
			word = part
		}
	}
	return word
}

// Trigger tells which trigger word a message is, "" for none. An SMS is one as a whole; an e-mail by its first line that is not empty, or else by its subject.
// A word is one without its # as well; in an e-mail only where its paragraph has no other line.
func (w Words) Trigger(email bool, subject, body string) Route {
	route, _ := w.read(email, subject, body)
	return route
}

// read is Trigger; loose says that the word came without its #.
func (w Words) read(email bool, subject, body string) (route Route, loose bool) {
	if !email {
		return w.trigger(body)
	}
	first, rest, _ := strings.Cut(OwnWords(body), "\n")
	second, _, _ := strings.Cut(rest, "\n")
	if route, loose = w.trigger(first); route != "" && (!loose || blank(second)) {
		return route, loose
	}
	return w.trigger(subject)
}

// longestWord in bytes: no word is as long, and a mail's line may be endless.
const longestWord = 400

// plain is a word without case, blanks, characters that cannot be seen, and what telephones like to put around it: quotes, dots, brackets, a smiling face.
func plain(text string) string {
	if len(text) > longestWord {
		return ""
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.IsControl(r), unicode.Is(unicode.Variation_Selector, r):
			return -1
		case r == '＃': // of Asian keyboards
			return '#'
		}
		return unicode.ToLower(r)
	}, text)
	return strings.TrimFunc(text, func(r rune) bool { return r != '#' && (unicode.IsPunct(r) || unicode.IsSymbol(r)) })
}
