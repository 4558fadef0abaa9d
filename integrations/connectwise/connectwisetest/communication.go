package connectwisetest

import (
	"net/http"
	"regexp"
)

var communicationPath = regexp.MustCompile(`^/company/contacts/([0-9]{1,9})/communications(?:/([0-9]{1,9}))?$`)

// ofContact serves the ways to reach a person; item is 0 for all of them.
func (s *Server) ofContact(w http.ResponseWriter, r *http.Request, id, item int) {
	s.Lock()
	row, exists := s.row(contacts, id)
	s.Unlock()
	switch {
	case !exists:
		missing(w, "Contact", id)
	case item == 0:
		rows := func() []Row {
			var out []Row
			for _, one := range row.items() {
				out = append(out, one)
			}
			return out
		}
		s.by(w, r, methods{
			http.MethodGet:  s.lists(rows, communicationFields),
			http.MethodPost: func(w http.ResponseWriter, r *http.Request) { s.createCommunication(w, r, id) },
		})
	default:
		s.by(w, r, methods{http.MethodPatch: func(w http.ResponseWriter, r *http.Request) { s.patchCommunication(w, r, id, item) }})
	}
}

func (s *Server) createCommunication(w http.ResponseWriter, r *http.Request, id int) {
	var given Row
	if !s.jsonBody(w, r, &given) || !s.checked(w, r, "communication", given, communicationFields, "type", "value") {
		return
	}
	s.Lock()
	defer s.Unlock()
	kind, ok := s.communicationType(given)
	if !ok {
		s.refuse(w, r, http.StatusBadRequest, "reference.type", invalid("communication", "InvalidReference", "type", "The type was not found, or is of another kind."))
		return
	}
	made := given.clone()
	made["id"], made["type"], made["defaultFlag"] = s.nextItem(), kind, given["defaultFlag"] == true
	s.putItem(w, id, made, http.StatusCreated)
}

func (s *Server) patchCommunication(w http.ResponseWriter, r *http.Request, id, item int) {
	var operations []operation
	if !s.jsonBody(w, r, &operations) {
		return
	}
	s.Lock()
	defer s.Unlock()
	row, _ := s.row(contacts, id)
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
		s.putItem(w, id, after, http.StatusOK)
		return
	}
	missing(w, "Communication", item)
}

// communicationType is what a new communication's type stands for; it must be of the kind that the communication says it is.
func (s *Server) communicationType(given Row) (map[string]any, bool) {
	named, _ := given["type"].(map[string]any)
	id, _ := named["id"].(float64)
	row, ok := s.row(communicationTypes, int(id))
	if !ok {
		return nil, false
	}
	flags := map[any]string{"Email": "emailFlag", "Fax": "faxFlag", "Phone": "phoneFlag"}
	flag, said := flags[given["communicationType"]]
	return map[string]any{"id": row["id"], "name": row["description"]}, !said || row[flag] == true
}

// putItem puts a communication into its person, answers with it, and lets the others of its kind be the default no more if it is.
func (s *Server) putItem(w http.ResponseWriter, id int, item Row, status int) {
	before, _ := s.row(contacts, id)
	after := before.clone()
	var items []any
	found := false
	for _, one := range before.items() {
		switch {
		case Row(one).Key() == item.Key():
			one, found = item, true
		case item["defaultFlag"] == true && one["communicationType"] == item["communicationType"]:
			one = Row(one).clone()
			one["defaultFlag"] = false
		}
		items = append(items, one)
	}
	if !found {
		items = append(items, map[string]any(item))
	}
	after["communicationItems"], after["_info"] = items, s.touched(before, "API")
	settleDefault(after)
	if !s.keep(w, "contact", after) {
		return
	}
	s.tell("updated", "contact", after, "API")
	shown := item.clone()
	shown["contactId"] = float64(id)
	send(w, status, shown)
}
