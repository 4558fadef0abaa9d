package kaseyabmstest

import (
	"fmt"
	"net/http"
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

// Deny takes a right from the employee's security role, or gives it back.
func (s *Server) Deny(right string, denied bool) error {
	for _, guard := range guarded {
		for _, needed := range guard.methods {
			if string(needed) == right {
				s.mu.Lock()
				s.denied[needed] = denied
				s.mu.Unlock()
				return nil
			}
		}
	}
	return fmt.Errorf("Kaseya BMS has no right %q of its own", right)
}

// Revoke makes the employee's password and what it was given for wrong, or good again.
func (s *Server) Revoke(revoked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = revoked
}

// permitted answers for a right that the role lacks. It is no violation: a client cannot know what its role holds.
func (s *Server) permitted(w http.ResponseWriter, one endpoint) bool {
	s.mu.Lock()
	denied := s.denied[rightFor(one)]
	s.mu.Unlock()
	if denied {
		fail(w, http.StatusOK, http.StatusForbidden, "You do not have the permission to do this.")
	}
	return !denied
}
