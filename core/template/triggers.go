package template

import (
	"fmt"
	"regexp"
	"strings"

	"countersign/core/inbound"
	"countersign/core/problem"
)

// triggers are the words that a client writes to us. They may stand in every text.
var triggers = []Placeholder{Confirm, Deny, Verify}

// longestWord of the trigger words, in characters.
const longestWord = 24

// hashtag is a word with # before it, and the letters that it hangs on, which make it something else: an address with a fragment, a ticket's number.
var hashtag = regexp.MustCompile(`[\pL\pN&_]*[#＃][\pL\pN_]+`)

// triggerWords pairs each placeholder with its word.
func triggerWords(words inbound.Words) map[Placeholder]string {
	return map[Placeholder]string{Verify: words.Verify, Confirm: words.Confirm, Deny: words.Deny}
}

// triggerOf is the placeholder of a word that begins with #; "" where the word is none of them.
func triggerOf(word string, words inbound.Words) Placeholder {
	word = strings.ReplaceAll(word, "＃", "#")
	for placeholder, trigger := range triggerWords(words) {
		if strings.EqualFold(word, trigger) {
			return placeholder
		}
	}
	return ""
}

// withTriggers writes ${confirm} for a literal #confirm, and likewise for the other built-in words: whoever wrote them means the word that is set.
func (t Text) withTriggers() Text {
	return t.each(func(text string) string {
		return hashtag.ReplaceAllStringFunc(text, func(word string) string {
			if placeholder := triggerOf(word, inbound.DefaultWords()); placeholder != "" {
				return placeholder.String()
			}
			return word
		})
	})
}

// HasTriggers reports a text that names a trigger word, by its placeholder or by the built-in word.
func (t Text) HasTriggers() bool { return t.Named(inbound.Words{}) != t }

// Named is the text with an MSP's trigger words in it, ready to be rendered.
func (t Text) Named(words inbound.Words) Text {
	var pairs []string
	for placeholder, word := range triggerWords(words) {
		pairs = append(pairs, placeholder.String(), word)
	}
	return t.withTriggers().each(strings.NewReplacer(pairs...).Replace)
}

// LiteralTriggers lists where a text spells a trigger word of the MSP out that is not a built-in one: such a text would go on naming it after it is changed.
// Everyday words, without #, cannot be told from what else a text says.
func (t Text) LiteralTriggers(words inbound.Words) (wrong []problem.Field) {
	t = t.withTriggers()
	for _, part := range []problem.Field{{Field: "subject", Message: t.Subject}, {Field: "body", Message: t.Body}, {Field: "signature", Message: t.Signature}, {Field: "footer", Message: t.Footer}} {
		for _, word := range hashtag.FindAllString(part.Message, -1) {
			if placeholder := triggerOf(word, words); placeholder != "" {
				wrong = append(wrong, problem.Field{Field: part.Field, Message: fmt.Sprintf("Write %s for %s: the text follows when the word is changed.", placeholder, word)})
				break
			}
		}
	}
	return wrong
}

// each changes every field of a text.
func (t Text) each(change func(string) string) Text {
	return Text{Subject: change(t.Subject), Body: change(t.Body), Signature: change(t.Signature), Footer: change(t.Footer)}
}
