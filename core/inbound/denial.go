package inbound

import (
	"slices"
	"strings"
)

// Denial is how a message denies that its sender is on a call with us.
type Denial string

// The denials. No is one only where nothing else was asked.
const (
	NotThem Denial = "not them"
	No      Denial = "no"
)

// denials are whole texts, as words returns them, that say it in no other sense.
var denials = phrases(
	"not me", "this is not me", "this isnt me", "this was not me", "this wasnt me", "that is not me", "that isnt me", "that was not me", "that wasnt me", "it is not me", "it isnt me", "its not me", "it was not me", "it wasnt me", "was not me", "wasnt me", "no not me", "no this was not me", "no it was not me", "no it wasnt me", "no that was not me", "no that wasnt me",
	"i did not call", "i didnt call", "i did not call you", "i didnt call you", "i am not calling", "im not calling", "i am not on a call", "im not on a call", "i am not on a call with you", "im not on a call with you", "i did not ask for this", "i didnt ask for this", "i did not request this", "i didnt request this",
	"nicht ich", "ich nicht", "das bin ich nicht", "das bin nicht ich", "das war ich nicht", "das war nicht ich", "ich war das nicht", "ich bin das nicht", "war ich nicht", "bin ich nicht", "ich habe nicht angerufen",
	"pas moi", "ce nest pas moi", "cest pas moi", "cetait pas moi", "ce netait pas moi", "je nai pas appele",
	"no soy yo", "no fui yo", "yo no fui", "yo no", "no era yo", "no he sido yo", "yo no llame", "no he llamado",
	"nao sou eu", "nao fui eu", "nao era eu", "eu nao liguei", "non sono io", "non ero io", "non sono stato io", "non sono stata io",
	"niet ik", "dat was ik niet", "dat ben ik niet", "ik was het niet", "ik ben het niet", "ik heb niet gebeld",
	"inte jag", "det var inte jag", "ikke meg", "ikke mig", "det var ikke meg", "det var ikke mig", "en mina", "en se ollut mina", "to nie ja", "nie ja", "to nebyl ja", "ben degilim", "ben degildim",
	"это не я", "не я", "это был не я", "это была не я", "це не я", "私ではありません", "私ではない", "私じゃない", "私じゃないです", "不是我", "这不是我", "這不是我", "不是我打的", "제가 아닙니다", "저 아니에요", "저 아닙니다", "ليس أنا", "لست أنا", "لم أكن أنا", "זה לא אני", "לא אני",
)

// noes are whole texts that say no.
var noes = phrases("no", "nope", "nein", "nee", "non", "nao", "nej", "nei", "ei", "nie", "ne", "hayir", "нет", "ні", "いいえ", "不", "不是", "아니요", "아니오", "لا", "לא")

// MayDeny reports a message that denies a verification of its sender, if there is one.
func (f Facts) MayDeny() bool {
	return f.Denial() != "" || f.Words.Trigger(f.Email, f.Subject, f.Body) == Deny
}

// Denial is how the message denies that its sender is on a call with us, "" where it does not: a text as a whole, a mail by the first line that its sender wrote.
// Nothing else may stand beside it: "it was not me who broke the printer" is said to a person.
func (f Facts) Denial() Denial {
	text := f.Body
	if f.Email {
		text, _, _ = strings.Cut(OwnWords(f.Body), "\n")
	}
	switch said := strings.Join(slices.Compact(words(text)), " "); {
	case said == "":
		return ""
	case denials[said]:
		return NotThem
	case noes[said]:
		return No
	}
	return ""
}
