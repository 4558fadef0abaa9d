package zendesktest

import (
	"countersign/core/integration"
)

// deniable are the rights that a custom role can take away by itself.
var deniable = []integration.Right{integration.ReadContacts, integration.ReadTickets, integration.EditTickets, integration.DeleteTickets}

// Demote makes our administrator an agent with a custom role, or an administrator again. Lists of changes are for administrators only.
func (s *Server) Demote(demoted bool) {
	s.Lock()
	defer s.Unlock()
	s.demoted = demoted
}
