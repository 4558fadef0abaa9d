package inbound

import (
	"slices"
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
	if route := w.trigger(firstLine(body)); route != "" {
		return route
	}
	return w.trigger(subject)
}

// firstLine is the first line that the sender wrote: quoted lines, and the words that introduce them, are passed over.
func firstLine(body string) string {
	lines := slices.DeleteFunc(strings.Split(body, "\n"), func(line string) bool { return strings.TrimSpace(line) == "" })
	for i, line := range lines {
		if !quoted(line) && !introduces(lines[i:]) {
			return line
		}
	}
	return ""
}

func quoted(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), ">") }

// introduces reports lines that begin with "On ... wrote:" in whatever language: one line that ends with a colon before a quote, or two where it was broken.
func introduces(lines []string) bool {
	colon := func(i int) bool { return i < len(lines) && strings.HasSuffix(strings.TrimSpace(lines[i]), ":") }
	quote := func(i int) bool { return i < len(lines) && quoted(lines[i]) }
	broken := colon(1) && quote(2) && strings.ContainsAny(lines[0], "0123456789,<@")
	return colon(0) && quote(1) || broken
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
