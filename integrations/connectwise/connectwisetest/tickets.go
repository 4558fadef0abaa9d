package connectwisetest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// onlyAtFirst are fields that a new ticket takes and never shows: each becomes a note.
var onlyAtFirst = []struct{ field, flag string }{
	{"initialDescription", "detailDescriptionFlag"}, {"initialInternalAnalysis", "internalAnalysisFlag"}, {"initialResolution", "resolutionFlag"},
}

func (s *Server) createTicket(w http.ResponseWriter, r *http.Request) {
	var given Row
	if !s.jsonBody(w, r, &given) || !s.checked(w, r, "ticket", given, ticketFields, "summary", "company") {
		return
	}
	s.Lock()
	defer s.Unlock()
	made := given.clone()
	if wrong := s.settle(made); wrong != nil {
		s.refuse(w, r, http.StatusBadRequest, "reference."+wrong.Errors[0].Field, *wrong)
		return
	}
	made["id"] = float64(s.tables[tickets].Last + 1)
	if made["recordType"] == nil {
		made["recordType"] = "ServiceTicket"
	}
	made["_info"] = map[string]any{"lastUpdated": s.now(), "updatedBy": "API", "dateEntered": s.now(), "enteredBy": "API"}
	for _, first := range onlyAtFirst {
		delete(made, first.field)
	}
	// Stored before the answer: what ConnectWise answered for it never forgets.
	if !s.keep(w, "ticket", made) {
		return
	}
	for _, first := range onlyAtFirst {
		words, _ := given[first.field].(string)
		if words == "" {
			continue
		}
		note := s.newNote(made.Key(), Row{"text": words, first.flag: true})
		if !s.keep(w, "note", note) {
			return
		}
	}
	send(w, http.StatusCreated, made)
}

// checked holds an object against the fields of its resource: all known, writable, of the right kind, and the required ones there.
func (s *Server) checked(w http.ResponseWriter, r *http.Request, resource string, given Row, known fields, required ...string) bool {
	for _, name := range required {
		if value := given[name]; value == nil || value == "" {
			s.refuse(w, r, http.StatusBadRequest, "required."+name, invalid(resource, "MissingRequiredField", name, "The "+name+" field is required."))
			return false
		}
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if rule, code := judge(known, name, given[name]); code != "" {
			s.refuse(w, r, http.StatusBadRequest, rule+"."+name, invalid(resource, code, name, "The "+name+" field is not valid."))
			return false
		}
	}
	return true
}

// judge says which rule a field that was written breaks, and in which word ConnectWise would say so.
func judge(known fields, name string, value any) (rule, code string) {
	field, ok := known[name]
	switch {
	case !ok:
		return "unknown_field", "InvalidField"
	case slices.Contains(shown, name):
		return "read_only", "ReadOnlyField"
	}
	return "grammar", field.check(value)
}

// settle replaces the references of a ticket by what they stand for and fills in the defaults.
func (s *Server) settle(ticket Row) *problem {
	board, wrong := s.resolve(ticket, "board", s.rows(boards))
	if wrong != nil {
		return wrong
	}
	inBoard := func(table string) []Row { return s.ofBoardRows(table, board.Key()) }
	for _, one := range []struct {
		field string
		from  []Row
	}{
		{"company", s.rows(companies)}, {"contact", s.rows(contacts)}, {"status", inBoard(statuses)}, {"type", inBoard(types)}, {"subType", inBoard(subtypes)}, {"item", inBoard(items)},
		{"priority", s.rows(priorities)}, {"source", s.rows(sources)}, {"owner", s.rows(members)},
	} {
		found, wrong := s.resolve(ticket, one.field, one.from)
		if wrong != nil {
			return wrong
		}
		switch {
		case one.field == "contact" && found != nil:
			ticket["contactName"] = found.ref()["name"]
		case one.field == "status" && found != nil:
			ticket["closedFlag"] = found["closedStatus"] == true
		}
	}
	return nil
}

// resolve finds what a reference of a ticket stands for among rows; where the ticket names none, the default one.
func (s *Server) resolve(ticket Row, field string, among []Row) (Row, *problem) {
	named, given := ticket[field].(map[string]any)
	if !given && !slices.Contains(defaulted, field) {
		return nil, nil
	}
	meant := func(row Row) bool { return row["defaultFlag"] == true }
	if given {
		meant = func(row Row) bool { return isMeant(row, named) }
	}
	if id, ok := named["id"].(float64); ok { // rows stand by id, and there may be thousands
		at, found := slices.BinarySearchFunc(among, int(id), func(row Row, id int) int { return row.Key() - id })
		among = among[at:at]
		if found {
			among = among[:1]
		}
	}
	at := slices.IndexFunc(among, meant)
	switch {
	case at >= 0:
		ticket[field] = among[at].ref()
		return among[at], nil
	case !given:
		return nil, nil
	}
	wrong := invalid("ticket", "InvalidReference", field, "The "+field+" was not found, or does not belong here.")
	return nil, &wrong
}

// defaulted are the references that a board or the system fills in where a ticket names none.
var defaulted = []string{"board", "status", "type", "priority", "source"}

// isMeant reports whether a reference names a row: by its id, else by its identifier, else by its name.
func isMeant(row Row, named map[string]any) bool {
	for _, key := range []string{"id", "identifier", "name"} {
		if named[key] != nil {
			order, ok := compareValues(row.ref()[key], named[key])
			return ok && order == 0
		}
	}
	return false
}

// operation is one change of a PATCH.
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

func (s *Server) patchTicket(w http.ResponseWriter, r *http.Request, id int) {
	var operations []operation
	if !s.jsonBody(w, r, &operations) {
		return
	}
	s.Lock()
	defer s.Unlock()
	before, ok := s.row(tickets, id)
	if !ok {
		missing(w, "Ticket", id)
		return
	}
	after := before.clone()
	for _, change := range operations {
		if rule, code := apply(after, change, ticketFields); code != "" {
			s.refuse(w, r, http.StatusBadRequest, rule, invalid("ticket", code, change.Path, "The operation is not valid."))
			return
		}
	}
	if wrong := s.settle(after); wrong != nil {
		s.refuse(w, r, http.StatusBadRequest, "reference."+wrong.Errors[0].Field, *wrong)
		return
	}
	after["_info"] = s.touched(before, "API")
	if !s.keep(w, "ticket", after) {
		return
	}
	send(w, http.StatusOK, after)
}

// apply makes one change of a PATCH. A path may name a part of a reference.
func apply(row Row, change operation, known fields) (rule, code string) {
	path := strings.TrimPrefix(change.Path, "/")
	first, part, nested := strings.Cut(path, "/")
	value := change.Value
	if nested {
		value = map[string]any{part: change.Value}
	}
	switch {
	case !slices.Contains([]string{"add", "replace", "remove"}, change.Op):
		return "patch.op", "InvalidOperation"
	case change.Op == "remove":
		value = nil
	case change.Value == nil:
		return "patch.value", "MissingRequiredField"
	}
	if rule, code := judge(known, first, value); code != "" {
		return rule + "." + first, code
	}
	if value == nil {
		delete(row, first)
		return "", ""
	}
	row[first] = value
	return "", ""
}

func (s *Server) deleteTicket(w http.ResponseWriter, id int) {
	s.Lock()
	defer s.Unlock()
	if _, ok := s.row(tickets, id); !ok {
		missing(w, "Ticket", id)
		return
	}
	if !s.keep(w, "deleted", Row{"id": id}) {
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// keep stores a change before it is answered for.
func (s *Server) keep(w http.ResponseWriter, kind string, row Row) bool {
	if err := s.Keep(kind, row); err != nil {
		send(w, http.StatusServiceUnavailable, problem{Code: "ServiceUnavailable", Message: "The service is unavailable."})
		return false
	}
	return true
}
