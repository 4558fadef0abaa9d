package zendesk

import (
	"strings"
	"unicode"

	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// A search is words and terms like status<solved, which must all hold; what stands in quotes is text and never a term.
// https://support.zendesk.com/hc/en-us/articles/4408886879258

// wordsLooked bounds how many words of a search are asked for.
const wordsLooked = 8

// quote writes text that is searched for as it is. There is no way to write a quote within one, so what quotes or escapes becomes a space.
func quote(text string) string {
	return `"` + strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return r == '"' || r == '\\' || unicode.IsControl(r) || unicode.IsSpace(r)
	}), " ") + `"`
}

// searchFor writes a query as a search for tickets.
func searchFor(q ticket.Query) (string, error) {
	terms := []string{"type:ticket"}
	for _, by := range []struct{ term, id string }{{"organization:", q.CompanyID}, {"requester:", q.ContactID}} {
		if by.id == "" {
			continue
		}
		if _, ok := parseID(by.id); !ok {
			return "", fail.Refused(kit.BadID)
		}
		terms = append(terms, by.term+by.id)
	}
	if q.Open {
		terms = append(terms, "status<solved")
	}
	words := strings.Fields(q.Text)
	for _, one := range words[:min(len(words), wordsLooked)] {
		if quoted := quote(one); quoted != `""` {
			terms = append(terms, quoted)
		}
	}
	return strings.Join(terms, " "), nil
}

// numberIn is the ticket that a text names by its number.
func numberIn(text string) (id string, ok bool) {
	id = strings.TrimPrefix(strings.TrimSpace(text), "#")
	_, ok = parseID(id)
	return id, ok
}
