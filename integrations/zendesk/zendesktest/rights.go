package zendesktest

import (
	"countersign/core/psa"
)

// deniable are the rights that a custom role can take away by itself.
var deniable = []psa.Right{psa.ReadContacts, psa.EditContacts, psa.ReadTickets, psa.EditTickets, psa.DeleteTickets}

// Demote makes our administrator an agent with a custom role, or an administrator again. Lists of changes are for administrators only.
func (s *Server) Demote(demoted bool) {
	s.Lock()
	defer s.Unlock()
	s.demoted = demoted
}
