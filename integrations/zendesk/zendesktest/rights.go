package zendesktest

import (
	"fmt"
	"slices"

	"countersign/core/psa"
)

// takable are the rights that a custom role can take away by itself.
var takable = []psa.Right{psa.ReadContacts, psa.EditContacts, psa.ReadTickets, psa.EditTickets, psa.DeleteTickets}

// Deny takes a right from our agent's role, or gives it back.
func (s *Server) Deny(right string, denied bool) error {
	if !slices.Contains(takable, psa.Right(right)) {
		return fmt.Errorf("Zendesk has no right %q of its own", right)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.denied[psa.Right(right)] = denied
	return nil
}

// Demote makes our administrator an agent with a custom role, or an administrator again. Lists of changes are for administrators only.
func (s *Server) Demote(demoted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.demoted = demoted
}

// Revoke makes the token wrong, or good again.
func (s *Server) Revoke(revoked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = revoked
}
