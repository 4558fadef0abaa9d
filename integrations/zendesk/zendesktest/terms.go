package zendesktest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// term is one part of a search: a property with an operator and a value, or text without a property.
type term struct {
	property, operator, value string
}

var termStart = regexp.MustCompile(`^([a-z_][a-z0-9_-]*)(<=|>=|<|>|:)`)

// parseSearch reads a search. All terms must hold. It refuses what Zendesk would take for something else than was meant: quotes that do not end.
func parseSearch(query string) (terms []term, err error) {
	for rest := strings.TrimLeft(query, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		var one term
		if start := termStart.FindStringSubmatch(rest); start != nil {
			one.property, one.operator = start[1], start[2]
			rest = rest[len(start[0]):]
		}
		if inner, quoted := strings.CutPrefix(rest, `"`); quoted {
			value, after, ended := strings.Cut(inner, `"`)
			if !ended || after != "" && !strings.HasPrefix(after, " ") {
				return nil, fmt.Errorf("a quote that does not end at a space")
			}
			one.value, rest = value, after
		} else {
			one.value, rest, _ = strings.Cut(rest, " ")
		}
		if one.property != "" && one.value == "" {
			return nil, fmt.Errorf("%s of nothing", one.property)
		}
		terms = append(terms, one)
	}
	return terms, nil
}

// wordsOf are the words of a text as the search knows them.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// says reports whether a text holds a phrase.
func says(text, phrase string) bool {
	words, wanted := wordsOf(text), wordsOf(phrase)
	for at := 0; at+len(wanted) <= len(words); at++ {
		if slices.Equal(words[at:at+len(wanted)], wanted) {
			return true
		}
	}
	return false
}

var standing = []string{"new", "open", "pending", "hold", "solved", "closed"}

// ticketTest is what a term asks of a ticket; nil for a term that there is not.
func ticketTest(t term) func(*ticket) bool {
	id, err := strconv.ParseInt(t.value, 10, 64)
	switch {
	case t.property == "":
		return func(one *ticket) bool {
			return says(one.Subject, t.value) || slices.ContainsFunc(one.Comments, func(c comment) bool { return says(c.Body, t.value) })
		}
	case t.property == "type" && t.operator == ":" && t.value == "ticket":
		return func(*ticket) bool { return true }
	case t.property == "subject" && t.operator == ":":
		return func(one *ticket) bool { return says(one.Subject, t.value) }
	case t.property == "requester" && t.operator == ":" && err == nil:
		return func(one *ticket) bool { return one.Requester == id }
	case t.property == "organization" && t.operator == ":" && err == nil:
		return func(one *ticket) bool { return one.Org == id }
	case t.property == "status" && slices.Contains(standing, t.value):
		wanted := slices.Index(standing, t.value)
		return func(one *ticket) bool { return compare(slices.Index(standing, one.Status), t.operator, wanted) }
	}
	return nil
}

func compare(held int, operator string, wanted int) bool {
	switch operator {
	case "<":
		return held < wanted
	case "<=":
		return held <= wanted
	case ">":
		return held > wanted
	case ">=":
		return held >= wanted
	}
	return held == wanted
}
