package superopstest

import (
	"fmt"

	"countersign/core/psa"
)

// guarded says which right an operation needs. What is not named needs none.
var guarded = map[string]psa.Right{
	"getClientList": psa.ReadCompanies, "getClient": psa.ReadCompanies,
	"getClientUserList": psa.ReadContacts, "getClientUser": psa.ReadContacts, "getClientUserAssociationList": psa.ReadContacts, "updateClientUser": psa.EditContacts,
	"getTicketList": psa.ReadTickets, "getTicket": psa.ReadTickets, "getTicketConversationList": psa.ReadTickets, "getTicketNoteList": psa.ReadTickets,
	"createTicket": psa.CreateTickets, "updateTicket": psa.EditTickets, "createTicketNote": psa.EditTickets, "softDeleteTickets": psa.DeleteTickets,
	"createWorklogEntries": psa.AddTime, "getTechnicianList": psa.ReadAgents,
}

// Deny takes a right from the role of the token's technician, or gives it back. Notes are written by who may edit tickets.
func (s *Server) Deny(right string, denied bool) error {
	for _, one := range guarded {
		if string(one) == right {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.denied[one] = denied
			return nil
		}
	}
	return fmt.Errorf("SuperOps has no right %q of its own", right)
}

// Revoke makes the token wrong, or good again.
func (s *Server) Revoke(revoked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = revoked
}
