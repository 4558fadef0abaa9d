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

func firstLine(body string) string {
	for line := range strings.Lines(body) {
		if strings.TrimSpace(line) != "" {
			return line
		}
	}
	return ""
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

// Keyword is a word by which people tell a carrier whether they want our texts.
type Keyword string

// The keywords. For Help we send nothing: for long codes the carrier answers.
const (
	Stop  Keyword = "STOP"
	Start Keyword = "START"
	Help  Keyword = "HELP"
)

// keywords are the carrier's own: https://www.twilio.com/docs/messaging/tutorials/how-to-use-opt-out-keywords
var keywords = map[Keyword][]string{
	Stop:  {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"},
	Start: {"START", "YES", "UNSTOP"},
	Help:  {"HELP", "INFO"},
}

// everyday are the keywords that people also say to each other. The carrier does nothing about them unless it says so itself.
var everyday = []string{"YES", "HELP", "INFO"}

// keywordOf tells which keyword a text consists of, as the carrier reads it: nothing else may stand beside it.
func keywordOf(text string) Keyword {
	word := strings.ToUpper(strings.TrimSpace(text))
	for _, k := range []Keyword{Stop, Start, Help} {
		if slices.Contains(keywords[k], word) {
			return k
		}
	}
	return ""
}

// Keyword is what the message says to the carrier: by the carrier's own word for it, or as we read it.
func (f Facts) Keyword() Keyword {
	if f.Email {
		return ""
	}
	switch k := Keyword(strings.ToUpper(f.OptOut)); k {
	case Stop, Start, Help:
		return k
	}
	return keywordOf(f.Body)
}

// chat reports a keyword that is an answer in a conversation: "Shall I restart it now?" "Yes".
func (f Facts) chat() bool {
	return f.OptOut == "" && f.OpenConversation && !f.OptedOut && slices.Contains(everyday, strings.ToUpper(strings.TrimSpace(f.Body)))
}
