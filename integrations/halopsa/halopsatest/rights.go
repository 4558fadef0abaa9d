package halopsatest

import (
	"net/http"

	"countersign/core/psa"
	"countersign/integrations/fake"
)

// guarded are the rights that an endpoint needs. What is not named needs none. One scope covers companies with their people, another all that is written
// into tickets.
var guarded = map[string][]psa.Right{
	"GET /Client": {psa.ReadCompanies}, "GET /Client/{id}": {psa.ReadCompanies}, "GET /Users": {psa.ReadCompanies}, "GET /Users/{id}": {psa.ReadCompanies},
	"POST /Users": {psa.EditContacts}, "GET /Tickets": {psa.ReadTickets}, "GET /Tickets/{id}": {psa.ReadTickets}, "POST /Tickets": {psa.EditTickets},
	"DELETE /Tickets/{id}": {psa.EditTickets, psa.DeleteTickets}, "GET /Actions": {psa.ReadTickets}, "POST /Actions": {psa.EditTickets},
	"GET /Attachment": {psa.ReadTickets}, "POST /Attachment": {psa.EditTickets}, "GET /Appointment": {psa.ReadSchedule},
}

// permitted answers 403 where a right is missing. It is no violation: a client cannot know what it was given.
func (s *Server) permitted(w http.ResponseWriter, endpoint string) bool {
	denied := s.Denied(guarded[endpoint]...)
	if denied {
		fake.SendJSON(w, http.StatusForbidden, map[string]any{"ClassName": "System.UnauthorizedAccessException", "Message": "You do not have permission to do this."})
	}
	return !denied
}
