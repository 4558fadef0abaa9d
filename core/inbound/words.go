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

// trigger tells which word a text consists of; "" for none. An empty word never matches.
func (w Words) trigger(text string) Route {
	text = plain(text)
	if text == "" {
		return ""
	}
	for _, t := range []struct {
		word  string
		route Route
	}{{w.Verify, Verify}, {w.Confirm, Confirm}, {w.Deny, Deny}} {
		if plain(t.word) == text {
			return t.route
		}
	}
	return ""
}

// Trigger tells which trigger word a message is, "" for none. An SMS is one as a whole; an e-mail by its first line that is not empty, or else by its subject.
func (w Words) Trigger(email bool, subject, body string) Route {
	if !email {
		return w.trigger(body)
	}
	first, _, _ := strings.Cut(OwnWords(body), "\n")
	if route := w.trigger(first); route != "" {
		return route
	}
	return w.trigger(subject)
}

// plain is a word without case, blanks, characters that cannot be seen, and what telephones like to put around it: quotes, dots, brackets, a smiling face.
func plain(text string) string {
	const longest = 400 // bytes: no word is as long, and a mail's line may be endless
	if len(text) > longest {
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
