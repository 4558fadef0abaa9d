package halopsatest

import (
	"fmt"
	"net/http"

	"countersign/core/psa"
)

// guarded are the rights that an endpoint needs. What is not named needs none.
var guarded = map[string][]psa.Right{
	"GET /Client": {psa.ReadCompanies}, "GET /Client/{id}": {psa.ReadCompanies}, "GET /Users": {psa.ReadCompanies}, "GET /Users/{id}": {psa.ReadCompanies},
	"POST /Users": {psa.EditContacts}, "GET /Tickets": {psa.ReadTickets}, "GET /Tickets/{id}": {psa.ReadTickets}, "POST /Tickets": {psa.EditTickets},
	"DELETE /Tickets/{id}": {psa.EditTickets, psa.DeleteTickets}, "GET /Actions": {psa.ReadTickets}, "POST /Actions": {psa.EditTickets},
	"GET /Attachment": {psa.ReadTickets}, "POST /Attachment": {psa.EditTickets}, "GET /Appointment": {psa.ReadSchedule},
}

// Deny takes a scope from the application or a permission from its agent, or gives it back. One scope covers companies with their people, another all that is written into tickets.
func (s *Server) Deny(right string, denied bool) error {
	for _, rights := range guarded {
		for _, one := range rights {
			if string(one) == right {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.denied[one] = denied
				return nil
			}
		}
	}
	return fmt.Errorf("HaloPSA has no right %q of its own", right)
}

// permitted answers 403 where a right is missing. It is no violation: a client cannot know what it was given.
func (s *Server) permitted(w http.ResponseWriter, endpoint string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, right := range guarded[endpoint] {
		if s.denied[right] {
			send(w, http.StatusForbidden, map[string]any{"ClassName": "System.UnauthorizedAccessException", "Message": "You do not have permission to do this."})
			return false
		}
	}
	return true
}
