package kit

import (
	"regexp"
	"strings"

	"countersign/core/contactsearch"
	"countersign/core/directory"
)

// MostFound bounds how many people one search finds.
const MostFound = 20

// Meant returns the test of a search for people: a contact has the address, or the number where email is "".
func Meant(email, phone string) func(directory.Contact) bool {
	if email != "" {
		return func(one directory.Contact) bool { return strings.EqualFold(one.Email, email) }
	}
	wanted := Spellings(phone)
	return func(one directory.Contact) bool {
		return contactsearch.SameNumber(one.Mobile, wanted) || contactsearch.SameNumber(one.Phone, wanted)
	}
}

// Pick returns the rows that pass a test as contacts, MostFound at most. Clients test every row because a server may ignore the filter of a search.
func Pick[Row any](rows []Row, passes func(Row) bool, contact func(Row) directory.Contact) []directory.Contact {
	var picked []directory.Contact
	for _, row := range rows {
		if len(picked) < MostFound && passes(row) {
			picked = append(picked, contact(row))
		}
	}
	return picked
}

// WithExtension is a number with the extension that a vendor keeps in a field of its own. Without the extension it would be the number of a switchboard, and
// pass for a person's own.
func WithExtension(number, extension string) string {
	number, extension = strings.TrimSpace(number), strings.TrimSpace(extension)
	said := extensionDigits.FindString(extension)
	if number == "" || said == "" {
		return number
	}
	return number + " ext. " + said
}

// extensionDigits are what is dialled of an extension: "x204" and "ext. 204" mean 204.
var extensionDigits = regexp.MustCompile(`[0-9]{1,12}`)

// TypedSpellings are Spellings, and the number as it is: many people type it so.
func TypedSpellings(number string) []string {
	if digits := Spellings(number); digits != nil {
		return append(digits, number)
	}
	return nil
}
