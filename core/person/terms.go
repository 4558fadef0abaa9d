package person

import "strings"

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

// EmailQuery are the terms of which any one is a match when somebody types an address or part of one: "ana@northwind.example", "ana" or "@northwind.example".
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

// shortestTail is how many last digits of a number somebody must know to look for it.
const shortestTail = 4

// PhoneTerms are the strings under which an E.164 number is found: the whole with its +, and every tail of at least four digits. One of the tails is
// the number as its own country dials it, without the trunk prefix. Terms are hashed before they are stored.
func PhoneTerms(e164 string) []string {
	all := digits(e164)
	if len(all) < shortestTail {
		return nil
	}
	terms := []string{"+" + all}
	for n := len(all); n >= shortestTail; n-- {
		terms = append(terms, all[len(all)-n:])
	}
	return terms
}

// PhoneQuery are the terms of which any one is a match when somebody types a number or its last digits, in any writing; none for fewer than four digits.
func PhoneQuery(query string) []string {
	typed := digits(query)
	if len(typed) < shortestTail {
		return nil
	}
	if strings.HasPrefix(strings.TrimSpace(query), "+") {
		return []string{"+" + typed}
	}
	terms := []string{typed}
	// A leading 0 or 00 of a long number may be a trunk or international prefix, which E.164 does not have.
	if plain := strings.TrimLeft(typed, "0"); plain != typed && len(plain) > 6 {
		terms = append(terms, plain)
	}
	return terms
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
