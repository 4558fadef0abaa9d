package syncro

import (
	"countersign/core/integration"
	"countersign/core/ticket"
)

// SettingKey is the name of a connection's one setting.
const SettingKey = "api_key"

// Fields of a ticket default that only Syncro has.
const (
	fieldTicketType = "ticket_type"
	fieldUser       = "user"
)

// Vendor describes Syncro.
var Vendor = integration.Vendor{
	Kind:    name,
	Name:    "Syncro",
	Address: integration.Address{Label: "Your Syncro address", Example: exampleBaseURL},
	Capabilities: []integration.Capability{
		integration.Tickets, integration.NoteSearch, integration.TicketRemoval, integration.TicketChoices,
		integration.Directory,
	},
	Settings: []integration.Setting{
		{Name: SettingKey, Label: "API token", Secret: true, Help: "Syncro shows it once, when it is made."},
	},
	Fields: []integration.Field{
		{Name: ticket.FieldStatus, Label: "Status", Required: true},
		{Name: ticket.FieldType, Label: "Issue type"},
		{Name: fieldTicketType, Label: "Ticket type"},
		{Name: ticket.FieldPriority, Label: "Priority"},
		{Name: fieldUser, Label: "Assigned to"},
		{Name: ticket.FieldCompany, Label: "Customer for unknown callers", Required: true},
		{Name: ticket.FieldClosed, Label: "Status when done", Required: true},
		{Name: ticket.FieldSMSReceived, Label: "Status when an SMS is received"},
	},
	Rights: map[integration.Right]string{
		integration.ReadCompanies: "Customers - List/Search",
		integration.ReadContacts:  "Customers - View Detail",
		integration.ReadTickets:   "Tickets - List/Search and Tickets - View Details",
		integration.CreateTickets: "Tickets - Create",
		integration.EditTickets:   "Tickets - Edit",
		integration.DeleteTickets: "Tickets - Delete",
	},
	Steps: []string{
		"In Syncro open Admin → API Tokens, make a new token with custom permissions, and give it the permissions listed here.",
		"The token acts as the user who makes it, whose group must have these permissions as well.",
		"Copy the token before you leave the page: it is never shown again.",
		"Copy the address at which you work, such as https://acme.syncromsp.com.",
		"Deleting tickets is needed only while a ticket default is tried out; the permission can be taken back afterwards.",
	},
	Open: func(c integration.Connection) (integration.System, error) {
		return New(Config{BaseURL: c.BaseURL, Key: c.Credentials[SettingKey], HTTP: c.HTTP})
	},
}
