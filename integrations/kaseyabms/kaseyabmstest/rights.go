package kaseyabmstest

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"countersign/core/psa"
)

// guarded says which right an endpoint needs, by the beginning of its path. Whatever is not named needs none.
var guarded = []struct {
	path    string
	methods map[string]psa.Right
}{
	{"/crm/accounts", map[string]psa.Right{http.MethodGet: psa.ReadCompanies}},
	{"/crm/contacts", map[string]psa.Right{http.MethodGet: psa.ReadContacts, http.MethodPatch: psa.EditContacts}},
	{"/servicedesk/tickets", map[string]psa.Right{
		http.MethodGet: psa.ReadTickets, http.MethodPost: psa.EditTickets, http.MethodPatch: psa.EditTickets, http.MethodDelete: psa.DeleteTickets,
	}},
}

func rightFor(one endpoint) psa.Right {
	for _, guard := range guarded {
		if strings.HasPrefix(one.path, guard.path) {
			return guard.methods[one.method]
		}
	}
	return ""
}

// deniable are the rights of a security role.
func deniable() (rights []psa.Right) {
	for _, guard := range guarded {
		rights = slices.AppendSeq(rights, maps.Values(guard.methods))
	}
	return rights
}

// permitted answers for a right that the role lacks. It is no violation: a client cannot know what its role holds.
func (s *Server) permitted(w http.ResponseWriter, one endpoint) bool {
	denied := s.Denied(rightFor(one))
	if denied {
		fail(w, http.StatusOK, http.StatusForbidden, "You do not have the permission to do this.")
	}
	return !denied
}
