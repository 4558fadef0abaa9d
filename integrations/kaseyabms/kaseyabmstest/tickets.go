package kaseyabmstest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// titleLimit is the longest title, in characters. Kaseya publishes none; this is a usual column.
const titleLimit = 255

var ticketFilters = map[string]filter{
	"filter.title": contains("title"), "filter.ticketnumber": contains("ticketNumber"), "filter.details": contains("details"), "filter.account": contains("accountName"),
	"filter.contactname": contains("contactName"), "filter.contactid": equals("contactId"), "filter.accountids": oneOf("accountId"), "filter.accountlocationid": equals("locationId"),
	"filter.lastactivityupdatefrom": since("lastActivityUpdate"), "filter.lastactivityupdateto": until("lastActivityUpdate"),
	"filter.excludecompleted": func(row Row, value string) bool { return value == "0" || row["completedDate"] == nil },
}

func (s *Server) listTickets(w http.ResponseWriter, r *http.Request, _ place) {
	rows, ok := s.filtered(w, r, s.tickets.Rows, ticketFilters)
	if !ok {
		return
	}
	s.page(w, r, rows, true, "sourceName") // which lists leave out
}

func (s *Server) showTicket(w http.ResponseWriter, _ *http.Request, at place) {
	row, ok := s.tickets.Get(at.id)
	if !ok {
		missing(w)
		return
	}
	succeed(w, row)
}

func (s *Server) createTicket(w http.ResponseWriter, r *http.Request, _ place) {
	var body map[string]any
	if !s.body(w, r, &body) {
		return
	}
	given, wrong := ticketInput.check(body)
	if wrong == "" {
		wrong = s.judge(given)
	}
	if wrong != "" {
		s.refuse(w, r, wrong, "The ticket is not valid: "+wrong+".")
		return
	}
	made := s.settle(given, Row{"id": s.tickets.Last + 1, "createdOn": s.now(), "createdByName": "Countersign"}, s.now())
	if s.keep(w, "ticket", made) {
		succeed(w, made)
	}
}

// judge says which rule a ticket breaks; "" for none.
func (st *state) judge(given Row) string {
	of, ok := st.accounts.Get(given.int("accountId"))
	if !ok {
		return "reference.AccountId"
	}
	if !slices.ContainsFunc(of.rows("locations"), func(one Row) bool { return one.int("id") == given.int("locationId") }) {
		return "reference.LocationId"
	}
	if id := given.int("contactId"); id != 0 {
		if who, ok := st.contacts.Get(id); !ok || who.int("accountId") != of.int("id") {
			return "reference.ContactId"
		}
	}
	for _, one := range []struct {
		name string
		rows []Row
	}{
		{"statusId", statuses}, {"priorityId", priorities}, {"typeId", ticketTypes}, {"sourceId", sources}, {"queueId", queues}, {"issueTypeId", issueTypes},
		{"subIssueTypeId", subIssues[given.int("issueTypeId")]}, {"assigneeId", assignees}, {"workTypeId", workTypes},
	} {
		if id := given.int(one.name); id != 0 && nameOf(one.rows, id) == nil {
			return "reference." + one.name
		}
	}
	switch {
	case given.int("queueId") == 0 && given.int("assigneeId") == 0:
		return "required.QueueId or AssigneeId"
	case utf8.RuneCountInString(given.words("title")) > titleLimit:
		return "length.Title"
	}
	return ""
}

// settle is a ticket as Kaseya BMS shows it, of what was given and what it was before.
func (st *state) settle(given, before Row, at string) Row {
	row := before.clone()
	for name, value := range given {
		row[name] = value
	}
	of, _ := st.accounts.Get(row.int("accountId"))
	row["accountName"], row["accountCode"], row["locationName"] = of["accountName"], of["accountCode"], "Main"
	row["contactName"] = nil
	if who, ok := st.contacts.Get(row.int("contactId")); ok {
		row["contactName"] = strings.TrimSpace(who.words("firstName") + " " + who.words("lastName"))
	}
	for _, one := range []struct {
		id, name string
		rows     []Row
	}{
		{"statusId", "statusName", statuses}, {"priorityId", "priorityName", priorities}, {"typeId", "typeName", ticketTypes}, {"sourceId", "sourceName", sources},
		{"queueId", "queueName", queues}, {"assigneeId", "assigneeName", assignees}, {"issueTypeId", "issueTypeName", issueTypes},
		{"subIssueTypeId", "subIssueTypeName", subIssues[row.int("issueTypeId")]},
	} {
		row[one.name] = nameOf(one.rows, row.int(one.id))
	}
	row["ticketNumber"] = "T-" + strconv.Itoa(row.int("id"))
	row["modifiedOn"], row["lastActivityUpdate"] = at, at
	done, was := row.int("statusId") == StatusCompleted, before.words("completedDate") != ""
	switch {
	case done && !was:
		row["completedDate"] = at
	case !done && was:
		row["completedDate"], row["reOpenedDate"] = nil, at
	case !done:
		row["completedDate"] = nil
	}
	return row
}

// patchInput is Operation, one change of a PATCH (RFC 6902).
var patchInput = fields{"OperationType": {kind: number}, "path": {text, true}, "op": {text, true}, "from": {kind: text}}

func (s *Server) patchTicket(w http.ResponseWriter, r *http.Request, at place) {
	var changes []map[string]any
	if !s.body(w, r, &changes) {
		return
	}
	before, ok := s.tickets.Get(at.id)
	if !ok {
		missing(w)
		return
	}
	given := Row{}
	for _, change := range changes {
		wrong := apply(given, change)
		if wrong != "" {
			s.refuse(w, r, "patch."+wrong, "The operation is not valid: "+wrong+".")
			return
		}
	}
	whole := before.clone()
	for name, value := range given {
		whole[name] = value
	}
	if wrong := s.judge(whole); wrong != "" {
		s.refuse(w, r, wrong, "The ticket is not valid: "+wrong+".")
		return
	}
	after := s.settle(given, before, s.now())
	if s.keep(w, "ticket", after) {
		succeed(w, after)
	}
}

// apply makes one change; wrong is the rule that it breaks.
func apply(row Row, change map[string]any) (wrong string) {
	value := change["value"]
	delete(change, "value")
	given, wrong := patchInput.check(change)
	if wrong != "" {
		return wrong
	}
	name, ok := strings.CutPrefix(given.words("path"), "/")
	known, exists := ticketInput.find(name)
	switch {
	case !ok || !exists:
		return "path"
	case given.words("op") != "replace" && given.words("op") != "add":
		return "op"
	case value == nil || !known.holds(value):
		return "value"
	}
	row[small(ticketInput.named(name))] = value
	return ""
}

func (s *Server) deleteTicket(w http.ResponseWriter, _ *http.Request, at place) {
	if _, ok := s.tickets.Get(at.id); !ok {
		missing(w)
		return
	}
	if s.keep(w, "ticket_deleted", Row{"id": at.id}) {
		w.WriteHeader(http.StatusOK) // the published description gives it no body
	}
}

// keep stores a change before it is answered for.
func (s *Server) keep(w http.ResponseWriter, kind string, row Row) bool {
	if err := s.Keep(kind, row); err != nil {
		fail(w, http.StatusServiceUnavailable, http.StatusServiceUnavailable, "The service is unavailable.")
		return false
	}
	return true
}
