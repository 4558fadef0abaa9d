package halopsatest

import (
	"net/http"

	"countersign/core/integration"
	"countersign/integrations/fake"
)

// guarded are the rights that an endpoint needs. What is not named needs none. One scope covers companies with their people, another all that is written
// into tickets.
var guarded = map[string][]integration.Right{
	"GET /Client": {integration.ReadCompanies}, "GET /Client/{id}": {integration.ReadCompanies}, "GET /Users": {integration.ReadCompanies}, "GET /Users/{id}": {integration.ReadCompanies},
	"GET /Tickets": {integration.ReadTickets}, "GET /Tickets/{id}": {integration.ReadTickets}, "POST /Tickets": {integration.EditTickets},
	"DELETE /Tickets/{id}": {integration.EditTickets, integration.DeleteTickets}, "GET /Actions": {integration.ReadTickets}, "POST /Actions": {integration.EditTickets},
	"GET /Attachment": {integration.ReadTickets}, "POST /Attachment": {integration.EditTickets},
}

// permitted answers 403 where a right is missing. It is no violation: a client cannot know what it was given.
func (s *Server) permitted(w http.ResponseWriter, endpoint string) bool {
	denied := s.Denied(guarded[endpoint]...)
	if denied {
		fake.SendJSON(w, http.StatusForbidden, map[string]any{"ClassName": "System.UnauthorizedAccessException", "Message": "You do not have permission to do this."})
	}
	return !denied
}
