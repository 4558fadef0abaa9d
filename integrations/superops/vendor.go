package superops

import (
	"countersign/core/integration"
	"countersign/core/ticket"
)

// The names of a connection's settings.
const (
	SettingSubdomain   = "subdomain"
	SettingToken       = "token"
	SettingMobileField = "mobile_field"
)

// Fields of a ticket default that only SuperOps has.
const (
	fieldImpact  = "impact"
	fieldUrgency = "urgency"
)

// Vendor describes SuperOps.
var Vendor = integration.Vendor{
	Kind:    name,
	Name:    "SuperOps",
	Address: integration.Address{Label: "Data center", Example: DefaultBaseURL, Default: DefaultBaseURL, Choices: []string{DefaultBaseURL, EuropeBaseURL}},
	Capabilities: []integration.Capability{
		integration.Tickets, integration.NoteSearch, integration.TicketRemoval, integration.TicketChoices,
		integration.Directory,
	},
	Settings: []integration.Setting{
		{Name: SettingSubdomain, Label: "Your SuperOps address", Help: "The address at which you work, such as https://acme.superops.ai, or its first part."},
		{Name: SettingToken, Label: "API token", Secret: true, Help: "SuperOps shows it when it is made; making another one ends the one before."},
		{Name: SettingMobileField, Label: "Mobile number field", Optional: true, Help: "The key of the requesters' custom field that holds mobile numbers, such as udf1text. SuperOps does not show keys: leave it empty and test the connection, which names the fields that hold numbers. contactNumber where there is no such field."},
	},
	Fields: []integration.Field{
		{Name: ticket.FieldStatus, Label: "Status", Required: true},
		{Name: ticket.FieldType, Label: "Ticket type", Text: true},
		{Name: ticket.FieldBoard, Label: "Technician group"},
		{Name: ticket.FieldPriority, Label: "Priority"},
		{Name: fieldImpact, Label: "Impact"},
		{Name: fieldUrgency, Label: "Urgency"},
		{Name: ticket.FieldCategory, Label: "Category"},
		{Name: ticket.FieldSubtype, Label: "Subcategory", Of: ticket.FieldCategory},
		{Name: ticket.FieldSource, Label: "Source"},
		{Name: ticket.FieldCompany, Label: "Client for unknown callers", Required: true},
		{Name: ticket.FieldClosed, Label: "Status when done", Required: true},
		{Name: ticket.FieldSMSReceived, Label: "Status when an SMS is received"},
	},
	Rights: map[integration.Right]string{
		integration.ReadCompanies: "Clients: View",
		integration.ReadContacts:  "Requesters: View",
		integration.ReadTickets:   "Tickets: View",
		integration.CreateTickets: "Tickets: Add",
		integration.EditTickets:   "Tickets: Edit",
		integration.DeleteTickets: "Tickets: Delete",
	},
	Steps: []string{
		"In SuperOps open Settings → Advanced Configuration → Manage Fields → Requesters and create a Short Text field for mobile numbers, unless you have one.",
		"Fill it in for one requester and test the connection without a key: the test names the keys of the fields that hold numbers. Enter that of yours under Mobile number field.",
		"Fill it in for your requesters under Clients → Requesters; whoever has none is reached at their contact number.",
		"Give a technician of its own a role with the rights listed here, and sign in as that technician.",
		"Open Settings → My Profile → API Token, generate a token and copy it.",
		"Copy the address at which you work; if it is served from Europe choose the European data center.",
	},
	Open: func(c integration.Connection) (integration.System, error) {
		return New(Config{
			BaseURL: c.BaseURL, Subdomain: c.Credentials[SettingSubdomain], Token: c.Credentials[SettingToken],
			MobileField: c.Credentials[SettingMobileField], HTTP: c.HTTP,
		})
	},
}
