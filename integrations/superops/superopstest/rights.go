package superopstest

import (
	"countersign/core/psa"
)

// guarded says which right an operation needs. What is not named needs none. Notes are written by who may edit tickets.
var guarded = map[string]psa.Right{
	"getClientList": psa.ReadCompanies, "getClient": psa.ReadCompanies,
	"getClientUserList": psa.ReadContacts, "getClientUser": psa.ReadContacts, "getClientUserAssociationList": psa.ReadContacts, "updateClientUser": psa.EditContacts,
	"getTicketList": psa.ReadTickets, "getTicket": psa.ReadTickets, "getTicketConversationList": psa.ReadTickets, "getTicketNoteList": psa.ReadTickets,
	"createTicket": psa.CreateTickets, "updateTicket": psa.EditTickets, "createTicketNote": psa.EditTickets, "softDeleteTickets": psa.DeleteTickets,
	"createWorklogEntries": psa.AddTime, "getTechnicianList": psa.ReadAgents,
}
