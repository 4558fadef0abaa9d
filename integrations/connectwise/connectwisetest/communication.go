package connectwisetest

import (
	"net/http"
	"regexp"
)

var communicationPath = regexp.MustCompile(`^/company/contacts/([0-9]{1,9})/communications/([0-9]{1,9})$`)

// patchCommunication changes one way to reach a person.
func (s *Server) patchCommunication(w http.ResponseWriter, r *http.Request, id, item int) {
	var operations []operation
	if !s.jsonBody(w, r, &operations) {
		return
	}
	s.Lock()
	defer s.Unlock()
	row, exists := s.row(contacts, id)
	if !exists {
		missing(w, "Contact", id)
		return
	}
	for _, one := range row.items() {
		if Row(one).Key() != item {
			continue
		}
		after := Row(one).clone()
		for _, change := range operations {
			if rule, code := apply(after, change, communicationFields); code != "" {
				s.refuse(w, r, http.StatusBadRequest, rule, invalid("communication", code, change.Path, "The operation is not valid."))
				return
			}
		}
		s.putItem(w, row, after)
		return
	}
	missing(w, "Communication", item)
}

// patchContact changes a person.
func (s *Server) patchContact(w http.ResponseWriter, r *http.Request, id int) {
	var operations []operation
	if !s.jsonBody(w, r, &operations) {
		return
	}
	s.Lock()
	defer s.Unlock()
	before, ok := s.row(contacts, id)
	if !ok {
		missing(w, "Contact", id)
		return
	}
	after := before.clone()
	for _, change := range operations {
		if rule, code := apply(after, change, contactFields); code != "" {
			s.refuse(w, r, http.StatusBadRequest, rule, invalid("contact", code, change.Path, "The operation is not valid."))
			return
		}
	}
	after["_info"] = s.touched(before, "API")
	settleDefault(after)
	if !s.keep(w, "contact", after) {
		return
	}
	s.tell("updated", "contact", after, "API")
	send(w, http.StatusOK, after)
}

// putItem puts a changed communication into its person, answers with it, and lets the others of its kind be the default no more if it is.
func (s *Server) putItem(w http.ResponseWriter, before, item Row) {
	after := before.clone()
	var items []any
	for _, one := range before.items() {
		switch {
		case Row(one).Key() == item.Key():
			one = item
		case item["defaultFlag"] == true && one["communicationType"] == item["communicationType"]:
			one = Row(one).clone()
			one["defaultFlag"] = false
		}
		items = append(items, one)
	}
	after["communicationItems"], after["_info"] = items, s.touched(before, "API")
	settleDefault(after)
	if !s.keep(w, "contact", after) {
		return
	}
	s.tell("updated", "contact", after, "API")
	shown := item.clone()
	shown["contactId"] = float64(before.Key())
	send(w, http.StatusOK, shown)
}
