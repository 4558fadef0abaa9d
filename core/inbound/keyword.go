package inbound

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

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

// everyday are the keywords that people also say to each other. The carrier does nothing about them unless it says so itself, and in another writing than the
// carrier's they are no keywords.
var everyday = []string{"YES", "HELP", "INFO"}

// stops are texts that ask for no more messages, as words returns them: the carrier's own words in other languages, and what people write instead of them.
// Whoever may revoke consent may do so in any reasonable words (47 CFR 64.1200(a)(10)).
var stops = phrases(
	"stop", "stop all", "stop it all", "opt out", "opt me out", "opting out", "unsubscribe", "unsubscribe me", "remove me", "take me off", "do not text", "dont text", "no more texts", "no more messages", "no more sms",
	"stop sms", "stop texts", "stop messages", "stop texting me", "stop messaging me", "stop sending me texts", "stop sending me messages", "no more texts please",
	"arret", "arrete", "arretez", "arreter", "desabonner", "desinscrire", "desinscription",
	"stopp", "stoppen", "abmelden", "abbestellen", "abmeldung", "keine sms", "keine sms mehr", "afmelden", "uitschrijven", "avsluta", "avregistrera", "lopeta", "stans", "afmeld",
	"alto", "parar", "pare", "pares", "detener", "basta", "cancelar", "dar de baja", "baja", "no mas", "no mas mensajes", "cancelar suscripcion", "desuscribir",
	"annulla", "cancella", "ferma", "fermare", "disiscrivi", "sair", "descadastrar",
	"стоп", "отписаться", "отмена", "ストップ", "配信停止", "やめて", "停止", "退订", "退訂", "取消", "中止", "解除", "中지", "중지", "정지", "수신거부", "توقف", "ايقاف", "الغاء", "עצור", "הסר", "dur", "iptal", "zatrzymaj", "rezygnuje", "odhlasit",
)

// starts are the carrier's words for the way back that nobody says in another sense.
var starts = phrases("start", "unstop")

func phrases(list ...string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, phrase := range list {
		set[strings.Join(words(phrase), " ")] = true
	}
	return set
}

// words are a text's words in lower case, without accents, width, signs and pictures. Letters that stand apart ("S.T.O.P.") are one word.
func words(text string) []string {
	const longest = 200 // bytes: nobody says it in as many
	if len(text) > longest {
		return nil
	}
	var plain strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(text, "")) {
		switch {
		case unicode.Is(unicode.M, r), unicode.Is(unicode.Cf, r), r == '\'', r == '’':
		case unicode.IsLetter(r), unicode.IsDigit(r):
			plain.WriteRune(unicode.ToLower(r))
		default:
			plain.WriteByte(' ')
		}
	}
	list := strings.Fields(norm.NFC.String(plain.String()))
	if len(list) > 2 && !slices.ContainsFunc(list, func(word string) bool { return len([]rune(word)) > 1 }) {
		return []string{strings.Join(list, "")}
	}
	return list
}

// keywordOf tells which keyword a text consists of. STOP and START are heard in every writing, and nothing else may stand beside them: "stop by the
// office" is a sentence to a person.
func keywordOf(text string) Keyword {
	word := strings.ToUpper(strings.TrimSpace(text))
	for _, k := range []Keyword{Stop, Start, Help} {
		if slices.Contains(keywords[k], word) {
			return k
		}
	}
	said := slices.Compact(words(text)) // "STOP STOP STOP"
	if len(said) == 1 && slices.Contains(keywords[Stop], strings.ToUpper(said[0])) {
		return Stop
	}
	switch whole := strings.Join(said, " "); {
	case whole == "":
		return ""
	case stops[whole]:
		return Stop
	case starts[whole]:
		return Start
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
