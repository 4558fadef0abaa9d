package template

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"countersign/core/problem"
)

// The greatest lengths in characters as written, from the schema TemplateText of the API.
const (
	maxSubject   = 200
	maxBody      = 8000
	maxSignature = 2000
	maxFooter    = 2000
)

// The greatest lengths with the longest values in the placeholders.
const (
	maxSMS           = 1600 // 16-bit units; Twilio refuses more (error 21617)
	maxSpoken        = 800  // characters: about a minute, and a call reads it twice
	maxLandingBody   = 1000 // characters; with maxLandingFooter and the largest logo a page stays under 30 KB
	maxLandingFooter = 500
	maxLandingLines  = 30 // in the body, and again in the footer
)

// Validate lists what is wrong with a text, by field and in words for the person who wrote it.
func Validate(kind Kind, text Text) []problem.Field {
	if !kind.Known() {
		return []problem.Field{{Field: "kind", Message: fmt.Sprintf("There is no text called %q.", kind)}}
	}
	text = text.withTriggers()
	v := validation{kind: kind}
	v.body(text.Body)
	v.subject(text.Subject)
	v.extra("signature", text.Signature, kind.isEmail(), maxSignature)
	v.extra("footer", text.Footer, kind.isEmail() || kind == LandingPage, maxFooter)
	if kind == LandingPage {
		v.short("body", text.Body, maxLandingBody)
		v.short("footer", text.Footer, maxLandingFooter)
	}
	return v.wrong
}

// validation collects what is wrong with one text.
type validation struct {
	kind  Kind
	wrong []problem.Field
}

func (v *validation) say(field, message string, args ...any) {
	v.wrong = append(v.wrong, problem.Field{Field: field, Message: fmt.Sprintf(message, args...)})
}

func (v *validation) body(body string) {
	if strings.TrimSpace(body) == "" {
		v.say("body", "Write a text, or go back to the built-in one.")
		return
	}
	parts := v.common("body", body, v.kind.Placeholders(), maxBody)
	for _, required := range v.kind.Required() {
		if slices.ContainsFunc(parts, func(p part) bool { return p.placeholder == required }) {
			continue
		}
		if required == Code {
			v.say("body", "Without %s the person gets no code: put %s where the digits belong.", Code, Code)
		} else {
			v.say("body", "Without %s the person gets no link: put %s where the address belongs.", Link, Link)
		}
	}
	if !standsAlone(parts, Link) {
		v.say("body", "Put a blank before and after %s: phones make what touches it part of the address.", Link)
	}
	switch {
	case v.kind.isSMS() && longestUnits(body) > maxSMS:
		v.say("body", "With the longest names this is more than the %d characters an SMS may have: shorten it.", maxSMS)
	case v.kind == VoiceCode:
		v.spoken(parts, longest(body))
	}
}

func (v *validation) subject(subject string) {
	if !v.kind.isEmail() {
		if subject != "" {
			v.say("subject", "Only e-mails have a subject: leave it empty.")
		}
		return
	}
	if strings.TrimSpace(subject) == "" {
		v.say("subject", "Write a subject: mails without one look like spam.")
		return
	}
	if strings.ContainsAny(subject, "\r\n") {
		v.say("subject", "A subject has one line.")
		return
	}
	parts := v.common("subject", subject, common, maxSubject)
	if !slices.ContainsFunc(parts, alwaysSays) {
		v.say("subject", "The subject would be empty without a ticket: add a word.")
	}
}

// alwaysSays reports a part that is never empty in a message.
func alwaysSays(p part) bool {
	return p.placeholder != Ticket && p.placeholder != Company && strings.TrimSpace(p.text) != ""
}

// extra checks a field that only some kinds have and that may be empty.
func (v *validation) extra(field, text string, has bool, limit int) {
	if has {
		v.common(field, text, common, limit)
	} else if text != "" {
		v.say(field, "This text has no %s: leave it empty.", field)
	}
}

// short checks a text of the landing page.
func (v *validation) short(field, text string, limit int) {
	if longest(text) > limit {
		v.say(field, "With the longest names this is more than %d characters: shorten it.", limit)
	}
	if strings.Count(strings.TrimSpace(text), "\n") >= maxLandingLines {
		v.say(field, "Keep this under %d lines: people read it on a phone, during a call.", maxLandingLines)
	}
}

// common checks what holds for every field, and returns its parts.
func (v *validation) common(field, text string, allowed []Placeholder, limit int) []part {
	if utf8.RuneCountInString(text) > limit {
		v.say(field, "Keep this under %d characters.", limit)
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, isInvisible) {
		v.say(field, "This holds invisible control characters: type it anew instead of pasting it.")
	}
	parts, closed := parse(text)
	if !closed {
		v.say(field, "A ${ is never closed: write } behind the name, or take the ${ out.")
	}
	told := map[Placeholder]bool{}
	for _, p := range parts {
		if p.placeholder == "" && p.text != "${}" || slices.Contains(allowed, p.placeholder) || told[p.placeholder] {
			continue
		}
		told[p.placeholder] = true
		v.say(field, "%s", v.misplaced(field, p, allowed))
	}
	return parts
}

// misplaced says why a placeholder may not stand in a field.
func (v *validation) misplaced(field string, p part, allowed []Placeholder) string {
	name := p.placeholder
	switch {
	case (name == Code || name == Link) && v.kind.isConversation():
		return fmt.Sprintf("Nobody proves who they are in a conversation: take %s out.", name)
	case name == Code && v.kind == LandingPage:
		return fmt.Sprintf("The page must not show %s: whoever opens the link would have it.", Code)
	case name == Link && v.kind == LandingPage:
		return fmt.Sprintf("The page is what %s leads to: take it out.", Link)
	case field == "subject" && (name == Code || name == Link):
		return fmt.Sprintf("A subject shows on a locked screen: put %s into the text instead.", name)
	case slices.Contains(v.kind.Required(), name):
		return fmt.Sprintf("Put %s into the text itself, not into the %s.", name, field)
	case name == Code:
		return fmt.Sprintf("This message carries a link and no code: take %s out.", Code)
	case name == Link:
		return fmt.Sprintf("This message carries a code and no link: take %s out.", Link)
	}
	known := make([]string, len(allowed))
	for i, a := range allowed {
		known[i] = a.String()
	}
	return fmt.Sprintf("There is no placeholder %s. There are %s.", p.text, strings.Join(known, ", "))
}

// unspeakable are characters a voice spells, skips or takes for markup.
const unspeakable = "<>{}[]|\\^~*_"

func (v *validation) spoken(parts []part, length int) {
	letters := false
	for _, p := range parts {
		if p.placeholder != "" {
			continue
		}
		if strings.Contains(p.text, "://") || strings.Contains(strings.ToLower(p.text), "www.") {
			v.say("body", "Nobody can write down an address they hear once: take the web address out.")
		}
		if i := strings.IndexFunc(p.text, func(r rune) bool { return strings.ContainsRune(unspeakable, r) || unicode.Is(unicode.So, r) }); i >= 0 {
			r, _ := utf8.DecodeRuneInString(p.text[i:])
			v.say("body", "A voice cannot say %q: use words.", r)
		}
		letters = letters || strings.ContainsFunc(p.text, unicode.IsLetter)
	}
	if !letters {
		v.say("body", "Digits alone are not understood: say first whose code it is.")
	}
	if length > maxSpoken {
		v.say("body", "With the longest names this is more than %d characters, over a minute of speech: shorten it.", maxSpoken)
	}
}

// standsAlone reports whether every use of a placeholder has blanks or ends around it.
func standsAlone(parts []part, placeholder Placeholder) bool {
	for i, p := range parts {
		if p.placeholder != placeholder {
			continue
		}
		if i > 0 && (parts[i-1].placeholder != "" || !endsBlank(parts[i-1].text)) {
			return false
		}
		if i < len(parts)-1 && (parts[i+1].placeholder != "" || !beginsBlank(parts[i+1].text)) {
			return false
		}
	}
	return true
}

func beginsBlank(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsSpace(r)
}

func endsBlank(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.IsSpace(r)
}

func isInvisible(r rune) bool {
	return r != '\n' && r != '\r' && r != '\t' && unicode.IsControl(r) || isBidiControl(r)
}

// longest is the length of a text in characters with the longest value in every placeholder.
func longest(text string) int { return length(text, utf8.RuneCountInString) }

// longestUnits is longest in 16-bit units, as SMS are measured; a value of n characters counts n.
func longestUnits(text string) int {
	return length(text, func(s string) int { return len(utf16.Encode([]rune(s))) })
}

func length(text string, measure func(string) int) int {
	total := 0
	parts, _ := parse(text)
	for _, p := range parts {
		if most, known := reach[p.placeholder]; known {
			total += most
		} else {
			total += measure(p.text)
		}
	}
	return total
}
