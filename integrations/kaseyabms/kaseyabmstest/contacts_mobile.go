package kaseyabmstest

import (
	"net/http"
	"slices"
)

// What can be done to a number, by the order in which the answer counts it.
const (
	phoneAdded = iota
	phoneUpdated
	phoneDeleted
)

// patchPhones adds, changes and deletes numbers of a person, all of them or none.
func (s *Server) patchPhones(w http.ResponseWriter, r *http.Request, at place) {
	var given []map[string]any
	if !s.body(w, r, &given) {
		return
	}
	before, ok := s.contacts.Get(at.id)
	if !ok {
		missing(w)
		return
	}
	phones := slices.Clone(before.rows("phones"))
	var counts [3]int
	for i, one := range given {
		change, wrong := phoneInput.check(one)
		if wrong == "" {
			phones, wrong = changed(phones, change, s.lastPhone+1+i)
		}
		if wrong != "" {
			s.refuse(w, r, "phones."+wrong, "The operation is not valid.")
			return
		}
		counts[change.int("operation")]++
	}
	after := before.clone()
	after["phones"], after["modifiedOn"] = phones, s.now()
	if !s.keep(w, "contact", after) {
		return
	}
	succeed(w, map[string]any{"added": counts[phoneAdded], "updated": counts[phoneUpdated], "deleted": counts[phoneDeleted], "phones": phones})
}

// changed makes one change to numbers; wrong is the rule that it breaks. A number goes by itself: there is no id.
func changed(phones []Row, change Row, id int) (after []Row, wrong string) {
	number, kind := change.words("phoneNumber"), change.int("typeId")
	at := slices.IndexFunc(phones, func(one Row) bool { return one.words("phone") == number })
	switch {
	case number == "" || len(number) > 50:
		return nil, "number"
	case change.int("operation") == phoneDeleted && at >= 0:
		return slices.Delete(phones, at, at+1), ""
	case kind != 0 && nameOf(phoneKinds, kind) == nil, change.int("operation") == phoneAdded && kind == 0:
		return nil, "type"
	case change.int("operation") == phoneAdded && at < 0:
		return append(phones, phone(id, number, kind, change["isDefault"] == true)), ""
	case change.int("operation") == phoneUpdated && at >= 0 && change.words("newPhoneNumber") != "":
		if kind == 0 {
			kind = phones[at].int("phoneTypeId")
		}
		phones[at] = phone(phones[at].int("id"), change.words("newPhoneNumber"), kind, change["isDefault"] == true)
		return phones, ""
	}
	return nil, "operation"
}
