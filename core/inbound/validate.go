package inbound

import (
	"strings"
	"unicode"
)

// Fault is a trigger word that cannot be used. Word is the name of its setting.
type Fault struct{ Word, Reason string }

// Check lists what is wrong with trigger words; at most one fault a word.
func (w Words) Check() []Fault {
	var faults []Fault
	seen := map[string]string{}
	for _, named := range []struct{ name, word string }{{"verify_word", w.Verify}, {"confirm_word", w.Confirm}, {"deny_word", w.Deny}} {
		reason, bare := unusable(named.word), strings.TrimPrefix(plain(named.word), "#")
		if other := seen[bare]; reason == "" && other != "" {
			reason = "The three words must differ."
		}
		if reason != "" {
			faults = append(faults, Fault{named.name, reason})
		}
		seen[bare] = named.name
	}
	return faults
}

func unusable(word string) string {
	switch name := strings.TrimPrefix(word, "#"); {
	case strings.ContainsFunc(word, unicode.IsSpace):
		return "One word, without blanks."
	case name == "" || word == name && !unicode.IsLetter([]rune(word)[0]):
		return "Begin with # or a letter."
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }):
		return "Use letters and digits only: what stands around a word is ignored when it comes in."
	case courtesies[strings.TrimPrefix(plain(word), "#")]:
		return "People put this word around others out of courtesy. Choose another."
	case keywordOf(word) != "":
		return "Carriers take this word for themselves: it would end or begin our texts to them. Choose another."
	}
	return ""
}
