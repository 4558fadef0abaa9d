package connectwisetest

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"countersign/core/integration"
)

// guarded says which right an endpoint needs, by the beginning of its path; the first that fits counts. A method that is not named needs none.
var guarded = []struct {
	path    string
	methods map[string]integration.Right
}{
	{"/company/companies/statuses", map[string]integration.Right{http.MethodGet: integration.ReadSetup}},
	{"/company/companies", map[string]integration.Right{http.MethodGet: integration.ReadCompanies}},
	{"/company/contacts", map[string]integration.Right{http.MethodGet: integration.ReadContacts, http.MethodPost: integration.EditContacts, http.MethodPatch: integration.EditContacts}},
	{"/company/communicationTypes", map[string]integration.Right{http.MethodGet: integration.ReadSetup}},
	{"/service/boards", map[string]integration.Right{http.MethodGet: integration.ReadSetup}},
	{"/service/priorities", map[string]integration.Right{http.MethodGet: integration.ReadSetup}},
	{"/service/sources", map[string]integration.Right{http.MethodGet: integration.ReadSetup}},
	{"/service/tickets/", map[string]integration.Right{
		http.MethodGet: integration.ReadTickets, http.MethodPost: integration.EditTickets, http.MethodPatch: integration.EditTickets, http.MethodDelete: integration.DeleteTickets,
	}},
	{"/service/tickets", map[string]integration.Right{http.MethodGet: integration.ReadTickets, http.MethodPost: integration.CreateTickets}},
	{"/system/documents", map[string]integration.Right{http.MethodGet: integration.ReadTickets, http.MethodPost: integration.EditTickets}},
	{"/time/entries", map[string]integration.Right{http.MethodPost: integration.AddTime}},
	{"/system/members", map[string]integration.Right{http.MethodGet: integration.ReadAgents}},
	{"/schedule/entries", map[string]integration.Right{http.MethodGet: integration.ReadSchedule}},
}

// rightFor is the right that a request needs; "" for none.
func rightFor(method, path string) integration.Right {
	for _, one := range guarded {
		if strings.HasPrefix(path, one.path) {
			return one.methods[method]
		}
	}
	return ""
}

// deniable are the rights of a security role. Notes are written by who may edit tickets.
func deniable() (rights []integration.Right) {
	for _, one := range guarded {
		rights = slices.AppendSeq(rights, maps.Values(one.methods))
	}
	return rights
}

// permitted answers 403 where the member lacks the right. It is no violation: a client cannot know what its role holds.
func (s *Server) permitted(w http.ResponseWriter, r *http.Request, path string) bool {
	denied := s.Denied(rightFor(r.Method, path))
	if denied {
		send(w, http.StatusForbidden, problem{Code: "Forbidden", Message: "The member does not have permission to access this resource."})
	}
	return !denied
}
