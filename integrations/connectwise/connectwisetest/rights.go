package connectwisetest

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"countersign/core/psa"
)

// guarded says which right an endpoint needs, by the beginning of its path; the first that fits counts. A method that is not named needs none.
var guarded = []struct {
	path    string
	methods map[string]psa.Right
}{
	{"/company/companies/statuses", map[string]psa.Right{http.MethodGet: psa.ReadSetup}},
	{"/company/companies", map[string]psa.Right{http.MethodGet: psa.ReadCompanies}},
	{"/company/contacts", map[string]psa.Right{http.MethodGet: psa.ReadContacts, http.MethodPost: psa.EditContacts, http.MethodPatch: psa.EditContacts}},
	{"/company/communicationTypes", map[string]psa.Right{http.MethodGet: psa.ReadSetup}},
	{"/service/boards", map[string]psa.Right{http.MethodGet: psa.ReadSetup}},
	{"/service/priorities", map[string]psa.Right{http.MethodGet: psa.ReadSetup}},
	{"/service/sources", map[string]psa.Right{http.MethodGet: psa.ReadSetup}},
	{"/service/tickets/", map[string]psa.Right{
		http.MethodGet: psa.ReadTickets, http.MethodPost: psa.EditTickets, http.MethodPatch: psa.EditTickets, http.MethodDelete: psa.DeleteTickets,
	}},
	{"/service/tickets", map[string]psa.Right{http.MethodGet: psa.ReadTickets, http.MethodPost: psa.CreateTickets}},
	{"/system/documents", map[string]psa.Right{http.MethodGet: psa.ReadTickets, http.MethodPost: psa.EditTickets}},
	{"/time/entries", map[string]psa.Right{http.MethodPost: psa.AddTime}},
	{"/system/members", map[string]psa.Right{http.MethodGet: psa.ReadAgents}},
	{"/schedule/entries", map[string]psa.Right{http.MethodGet: psa.ReadSchedule}},
}

// rightFor is the right that a request needs; "" for none.
func rightFor(method, path string) psa.Right {
	for _, one := range guarded {
		if strings.HasPrefix(path, one.path) {
			return one.methods[method]
		}
	}
	return ""
}

// deniable are the rights of a security role. Notes are written by who may edit tickets.
func deniable() (rights []psa.Right) {
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
