package connectwisetest

import (
	"net/http"

	"countersign/core/integration"
	"countersign/integrations/fake"
)

// guarded says which right an endpoint needs, by the beginning of its path; the first that fits counts. A method that is not named needs none.
var guarded = fake.Guards{
	{Path: "/company/companies/statuses", Methods: map[string]integration.Right{http.MethodGet: integration.ReadSetup}},
	{Path: "/company/companies", Methods: map[string]integration.Right{http.MethodGet: integration.ReadCompanies}},
	{Path: "/company/contacts", Methods: map[string]integration.Right{http.MethodGet: integration.ReadContacts}},
	{Path: "/service/boards", Methods: map[string]integration.Right{http.MethodGet: integration.ReadSetup}},
	{Path: "/service/priorities", Methods: map[string]integration.Right{http.MethodGet: integration.ReadSetup}},
	{Path: "/service/sources", Methods: map[string]integration.Right{http.MethodGet: integration.ReadSetup}},
	{Path: "/service/tickets/", Methods: map[string]integration.Right{
		http.MethodGet: integration.ReadTickets, http.MethodPost: integration.EditTickets, http.MethodPatch: integration.EditTickets, http.MethodDelete: integration.DeleteTickets,
	}},
	{Path: "/service/tickets", Methods: map[string]integration.Right{http.MethodGet: integration.ReadTickets, http.MethodPost: integration.CreateTickets}},
	{Path: "/system/documents", Methods: map[string]integration.Right{http.MethodGet: integration.ReadTickets, http.MethodPost: integration.EditTickets}},
}

// permitted answers 403 where the member lacks the right. It is no violation: a client cannot know what its role holds.
func (s *Server) permitted(w http.ResponseWriter, r *http.Request, path string) bool {
	denied := s.Denied(guarded.Right(r.Method, path))
	if denied {
		send(w, http.StatusForbidden, problem{Code: "Forbidden", Message: "The member does not have permission to access this resource."})
	}
	return !denied
}
