package inbound

import (
	"regexp"
	"strings"
)

// reactions are how telephones tell, as a text of its own, that somebody tapped a sign on a message: a verb and the message in quotes (iMessage), or the sign
// itself (Android). They come in the language of the telephone.
var reactions = []*regexp.Regexp{
	regexp.MustCompile(`(?s)^(Liked|Loved|Disliked|Laughed at|Emphasized|Emphasised|Questioned|Reacted \S{1,16} to|Removed an? [^“"]{1,40} from) [“"].*[”"]$`),
	regexp.MustCompile(`(?s)^(Liked|Loved|Disliked|Laughed at|Emphasized|Emphasised|Questioned|Reacted \S{1,16} to|Removed an? [^“"]{1,40} from) an? (image|picture|photo|video|movie|message|attachment|link|sticker|audio message)$`),
	regexp.MustCompile(`(?s)^(Gefällt mir|Gefällt mir nicht|Liebt|Lacht über|Betont|Hinterfragt|Hat (mit )?\S{1,16} (auf|reagiert auf)|Hat [^„"]{1,40} entfernt von):? [„"].*[“”"]$`),
	regexp.MustCompile(`(?s)^(A aimé|A adoré|N’a pas aimé|N'a pas aimé|A ri de|A mis en évidence|A posé une question sur|A réagi avec \S{1,16} à|Le gusta|Le gustó|Le encanta|Le encantó|No le gusta|Se rió de|Se ha reído de|Destacó|Cuestionó|Reaccionó con \S{1,16} a|Curtiu|Amou|Não curtiu|Riu de|Enfatizou|Reagiu com \S{1,16} a|Piace a|Ha messo Mi piace a|Vindt .{1,40} leuk|Vond .{1,40} leuk):? ?[“«"„].*[”»"“]$`),
	regexp.MustCompile(`(?s)^\p{So}[\p{So}\p{Sk}\p{Mn}\p{Cf}]{0,8} (to|on|auf|a|à|en|op) [“"„«].*[”"“»]$`),
}

// isReaction reports a text that tells of a sign on one of our messages, and holds no word of its sender's.
func (f Facts) isReaction() bool {
	if f.Email {
		return false
	}
	text := strings.Join(strings.Fields(strings.Map(unseenAway, f.Body)), " ")
	for _, form := range reactions {
		if form.MatchString(text) {
			return true
		}
	}
	return false
}

// unseenAway takes away the marks that telephones put around what they insert.
func unseenAway(r rune) rune {
	switch r {
	case '\u200a', '\u200b', '\u200e', '\u200f', '\u2060', '\u2068', '\u2069', '\ufeff':
		return -1
	}
	return r
}
