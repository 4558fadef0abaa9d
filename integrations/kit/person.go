package kit

import (
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

// TypedSpellings are Spellings, and the number as it is: many people type it so.
func TypedSpellings(number string) []string {
	if digits := Spellings(number); digits != nil {
		return append(digits, number)
	}
	return nil
}
