package kaseyabmstest

import (
	"net/http"

	"countersign/core/integration"
	"countersign/integrations/fake"
)

// guarded says which right an endpoint needs, by the beginning of its path. A path that is not named needs none.
var guarded = fake.Guards{
	{Path: "/crm/accounts", Methods: map[string]integration.Right{http.MethodGet: integration.ReadCompanies}},
	{Path: "/crm/contacts", Methods: map[string]integration.Right{http.MethodGet: integration.ReadContacts}},
	{Path: "/servicedesk/tickets", Methods: map[string]integration.Right{
		http.MethodGet: integration.ReadTickets, http.MethodPost: integration.EditTickets, http.MethodPatch: integration.EditTickets, http.MethodDelete: integration.DeleteTickets,
	}},
}

// permitted answers for a right that the role lacks. It is no violation: a client cannot know what its role holds.
func (s *Server) permitted(w http.ResponseWriter, one endpoint) bool {
	denied := s.Denied(guarded.Right(one.method, one.path))
	if denied {
		fail(w, http.StatusOK, http.StatusForbidden, "You do not have the permission to do this.")
	}
	return !denied
}
