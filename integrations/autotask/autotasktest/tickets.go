package autotasktest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"countersign/integrations/fake"
)

// ticketNumber is what people call a ticket.
func ticketNumber(created string, id int) string {
	return fmt.Sprintf("T%s.%04d", strings.ReplaceAll(created[:10], "-", ""), id%1_000_000)
}

func (s *Server) createTicket(w http.ResponseWriter, r *http.Request) {
	given, _, ok := s.jsonBody(w, r)
	if !ok || !s.checked(w, r, "Tickets", given, true) {
		return
	}
	if given["queueID"] == nil && given["assignedResourceID"] == nil {
		s.refuse(w, r, http.StatusInternalServerError, "required.queueID", "When creating a Ticket, you must specify either a queueID or an assignedResourceID.")
		return
	}
	s.Lock()
	defer s.Unlock()
	id := s.tables["Tickets"].Last + 1
	made := Row{"ticketCategory": 3.0, "ticketType": 1.0}
	merge(made, given)
	if wrong := s.settle(made); wrong != "" {
		fail(w, http.StatusInternalServerError, wrong)
		return
	}
	made["id"], made["createDate"], made["ticketNumber"], made["creatorResourceID"] = float64(id), s.now(), ticketNumber(s.now(), id), 152.0
	s.touch(made)
	s.keep(w, "Tickets", made)
}

func (s *Server) patchTicket(w http.ResponseWriter, r *http.Request) {
	given, _, ok := s.jsonBody(w, r)
	if !ok || !s.checked(w, r, "Tickets", given, false) {
		return
	}
	s.Lock()
	defer s.Unlock()
	before, ok := s.tables["Tickets"].Get(given.Key())
	if !ok {
		missing(w)
		return
	}
	after := before.clone()
	merge(after, given)
	if wrong := s.settle(after); wrong != "" {
		fail(w, http.StatusInternalServerError, wrong)
		return
	}
	s.touch(after)
	s.keep(w, "Tickets", after)
}

// touch stamps a ticket that is being written.
func (s *Server) touch(row Row) {
	row["lastActivityDate"], row["lastTrackedModificationDateTime"] = s.now(), s.now()
	delete(row, "completedDate")
	if row.number("status") == StatusComplete {
		row["completedDate"] = s.now()
	}
}

// settle says what a ticket names that does not exist or does not go together; "" for nothing. It is no violation: what can be chosen changes.
func (s *Server) settle(row Row) string {
	if wrong := s.settled("Tickets", row); wrong != "" {
		return wrong
	}
	if (row["assignedResourceID"] == nil) != (row["assignedResourceRoleID"] == nil) {
		return "When assigning a Resource, you must assign both a assignedResourceID and assignedResourceRoleID."
	}
	if of, ok := s.tables["Contacts"].Get(int(row.number("contactID"))); ok && of["companyID"] != row["companyID"] {
		return "The contactID does not belong to the company of the ticket."
	}
	return ""
}

// settled holds the picklists and the references of a record against what there is.
func (s *Server) settled(entity string, row Row) string {
	for _, name := range slices.Sorted(maps.Keys(entities[entity])) {
		one, value := entities[entity][name], row[name]
		if value == nil {
			continue
		}
		if list, picked := picklists[entity][name]; picked && !allows(list, value, row[one.parent]) {
			return fmt.Sprintf("The value %v does not exist for the field %s.", value, name)
		}
		if one.refers == "" {
			continue
		}
		if _, ok := s.tables[one.refers].Get(int(row.number(name))); !ok {
			return fmt.Sprintf("Value does not exist for the required field %s.", name)
		}
	}
	return ""
}

// checked holds an object against the fields of its entity: all known, writable, of the right kind, and the required ones there.
func (s *Server) checked(w http.ResponseWriter, r *http.Request, entity string, given Row, creating bool) bool {
	known := entities[entity]
	refuse := func(rule, format string, args ...any) bool {
		s.refuse(w, r, http.StatusInternalServerError, rule, fmt.Sprintf(format, args...))
		return false
	}
	if creating == (given.number("id") > 0) {
		return refuse("required.id", "A new record has no id, and a change names one.")
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		one, ok := known[name]
		switch {
		case !ok:
			return refuse("unknown_field."+name, "Unable to find %s in the entity.", name)
		case one.shown:
			return refuse("read_only."+name, "The field %s is read only.", name)
		}
		if wrong := one.check(given[name]); wrong != "" {
			return refuse("grammar."+name, "The field %s %s.", name, wrong)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if value := given[name]; creating && known[name].required && (value == nil || value == "") && !(entity == "Contacts" && name == "companyID") {
			return refuse("required."+name, "Missing Required Field: %s.", name)
		}
	}
	return true
}

// merge writes what was given over a record; null empties a field. Dates are kept in one form.
func merge(into, given Row) {
	for name, value := range given {
		at, isDate := parseTime(fmt.Sprint(value))
		switch {
		case name == "id":
		case value == nil:
			delete(into, name)
		case isDate && strings.Contains(strings.ToLower(name), "date"):
			into[name] = stamped(at)
		default:
			into[name] = value
		}
	}
}

// keep stores a record and answers for it: what Autotask answered for it never forgets. The caller holds the lock.
func (s *Server) keep(w http.ResponseWriter, entity string, row Row) {
	if err := s.remember(entity, row); err != nil {
		http.Error(w, "The service is unavailable.", http.StatusServiceUnavailable)
		return
	}
	fake.SendJSON(w, http.StatusOK, map[string]any{"itemId": row["id"]})
}
