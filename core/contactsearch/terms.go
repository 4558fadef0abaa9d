package contactsearch

import (
	"slices"
	"strings"
)

// EmailTerms are the strings under which an address is found: the whole, the local part, the domain, and the pieces of the local part, in lower case, each once.
// The domain is "@northwind.example", so that it never meets a local part. Terms are hashed before they are stored.
func EmailTerms(address string) []string {
	address = strings.ToLower(strings.TrimSpace(address))
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at == len(address)-1 {
		return nil
	}
	local, domain := address[:at], address[at+1:]
	terms := []string{address, local, "@" + domain}
	for _, piece := range strings.FieldsFunc(local, func(r rune) bool { return strings.ContainsRune("._-+", r) }) {
		terms = add(terms, piece)
	}
	return terms
}

// EmailQuery returns the terms to look for when the query is an address or part of one; any term matches: "ana@northwind.example", "ana" or "@northwind.example".
// A word with a dot and no @ may be a local part or a domain.
func EmailQuery(query string) []string {
	query = strings.ToLower(strings.TrimSpace(query))
	switch {
	case query == "" || query == "@":
		return nil
	case strings.HasSuffix(query, "@"):
		return []string{strings.TrimSuffix(query, "@")}
	case strings.Contains(query, "@") || !strings.Contains(query, "."):
		return []string{query}
	default:
		return []string{query, "@" + query}
	}
}

// shortestTail is the fewest last digits of a number that a query must have. longTail is for numbers whose endings many people share.
const (
	shortestTail = 4
	longTail     = 7
)

// PhoneTerms are the strings under which an E.164 number is found: the whole with its +, and its last four and seven digits. Terms are hashed before
// they are stored.
func PhoneTerms(e164 string) []string {
	all := Digits(e164)
	if len(all) < shortestTail {
		return nil
	}
	terms := []string{"+" + all, all[len(all)-shortestTail:]}
	if len(all) >= longTail {
		terms = append(terms, all[len(all)-longTail:])
	}
	return terms
}

// PhoneQuery returns what to look for when the query is a number or its last digits, in any notation: any one of terms is a match, if the number then also
// has one of ends, where there are any. There are no terms for fewer than four digits.
func PhoneQuery(query string) (terms, ends []string) {
	typed := Digits(query)
	if len(typed) < shortestTail {
		return nil, nil
	}
	if strings.HasPrefix(strings.TrimSpace(query), "+") {
		return []string{"+" + typed}, nil
	}
	ends = []string{typed}
	// A leading 0 or 00 of a long number may be a trunk or international prefix, which E.164 does not have.
	if plain := strings.TrimLeft(typed, "0"); plain != typed && len(plain) > 6 {
		ends = append(ends, plain)
	}
	exact := true
	for _, end := range ends {
		tail := end[len(end)-shortestTail:]
		if len(end) >= longTail {
			tail = end[len(end)-longTail:]
		}
		terms, exact = add(terms, tail), exact && tail == end
	}
	if exact {
		return terms, nil
	}
	return terms, ends
}

// EndsIn reports whether a number ends in one of these strings of digits.
func EndsIn(number string, ends []string) bool {
	all := Digits(number)
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(all, end) })
}

// Digits are those of a number as it is written, without anything between them.
func Digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
