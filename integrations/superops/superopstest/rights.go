package superopstest

import (
	"countersign/core/integration"
)

// guarded says which right an operation needs. What is not named needs none. Notes are written by who may edit tickets.
var guarded = map[string]integration.Right{
	"getClientList": integration.ReadCompanies, "getClient": integration.ReadCompanies,
	"getClientUserList": integration.ReadContacts, "getClientUserAssociationList": integration.ReadContacts,
	"getTicketList": integration.ReadTickets, "getTicket": integration.ReadTickets, "getTicketConversationList": integration.ReadTickets, "getTicketNoteList": integration.ReadTickets,
	"createTicket": integration.CreateTickets, "updateTicket": integration.EditTickets, "createTicketNote": integration.EditTickets, "softDeleteTickets": integration.DeleteTickets,
}
