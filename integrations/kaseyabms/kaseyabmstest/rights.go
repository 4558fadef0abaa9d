package kaseyabmstest

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"countersign/core/integration"
)

// guarded says which right an endpoint needs, by the beginning of its path. A path that is not named needs none.
var guarded = []struct {
	path    string
	methods map[string]integration.Right
}{
	{"/crm/accounts", map[string]integration.Right{http.MethodGet: integration.ReadCompanies}},
	{"/crm/contacts", map[string]integration.Right{http.MethodGet: integration.ReadContacts, http.MethodPatch: integration.EditContacts}},
	{"/servicedesk/tickets", map[string]integration.Right{
		http.MethodGet: integration.ReadTickets, http.MethodPost: integration.EditTickets, http.MethodPatch: integration.EditTickets, http.MethodDelete: integration.DeleteTickets,
	}},
}

func rightFor(one endpoint) integration.Right {
	for _, guard := range guarded {
		if strings.HasPrefix(one.path, guard.path) {
			return guard.methods[one.method]
		}
	}
	return ""
}

// deniable are the rights of a security role.
func deniable() (rights []integration.Right) {
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
