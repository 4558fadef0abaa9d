package kaseyabms

import (
	"countersign/core/integration"
	"countersign/core/ticket"
)

// The names of a connection's settings.
const (
	SettingTenant   = "tenant"
	SettingUserName = "user_name"
	SettingPassword = "password"
)

// Vendor describes Kaseya BMS. It takes no pod.
var Vendor = integration.Vendor{
	Kind: name,
	Name: "Kaseya BMS",
	Address: integration.Address{
		Label: "Server", Example: DefaultBaseURL, Default: DefaultBaseURL,
		Choices: []string{DefaultBaseURL, "https://api.bmsemea.kaseya.com", "https://api.bmsapac.kaseya.com", "https://api.vorexlogin.com"},
	},
	Capabilities: []integration.Capability{
		integration.Tickets, integration.NoteSearch, integration.Attachments, integration.TicketRemoval,
		integration.TicketChoices, integration.Directory,
	},
	Settings: []integration.Setting{
		{Name: SettingTenant, Label: "Company name", Help: "As My Settings in Kaseya BMS shows it."},
		{Name: SettingUserName, Label: "User name or e-mail", Help: "Of the employee of user type Api Employee."},
		{Name: SettingPassword, Label: "Password", Secret: true, Help: "The one that the employee chose after Reset and Send Instructions."},
	},
	Fields: []integration.Field{
		{Name: ticket.FieldBoard, Label: "Queue", Required: true},
		{Name: ticket.FieldStatus, Label: "Status", Required: true},
		{Name: ticket.FieldType, Label: "Ticket type", Required: true},
		{Name: ticket.FieldCategory, Label: "Issue type"},
		{Name: ticket.FieldSubtype, Label: "Sub-issue type", Of: ticket.FieldCategory},
		{Name: ticket.FieldPriority, Label: "Priority", Required: true},
		{Name: ticket.FieldSource, Label: "Source", Required: true},
		{Name: ticket.FieldCompany, Label: "Account for unknown callers", Required: true},
		{Name: ticket.FieldClosed, Label: "Status when done", Required: true},
		{Name: ticket.FieldSMSReceived, Label: "Status when an SMS is received"},
	},
	// Making a ticket, changing it and writing its notes are one right.
	Rights: map[integration.Right]string{
		integration.ReadCompanies: "CRM → Accounts: View",
		integration.ReadContacts:  "CRM → Contacts: View",
		integration.ReadTickets:   "Service Desk → Allow View All",
		integration.EditTickets:   "Service Desk → Allow Modify All",
		integration.DeleteTickets: "Service Desk → Tickets: Delete",
	},
	Steps: []string{
		"In Kaseya BMS open Admin → Security → Roles and add a role named Countersign, of role type Internal and status Active.",
		"Save it, give it the rights listed here, and save it again.",
		"Open Admin → HR → Employees and add an employee of user type Api Employee, with this security role and an e-mail address whose mails you can read.",
		"Edit the employee, choose Reset and Send Instructions, and set the password by the mail that arrives.",
		"Deleting tickets is needed only while a ticket default is tried out; the right can be taken back afterwards.",
	},
	Open: func(c integration.Connection) (integration.System, error) {
		return New(Config{
			BaseURL: c.BaseURL, Tenant: c.Credentials[SettingTenant], UserName: c.Credentials[SettingUserName], Password: c.Credentials[SettingPassword], HTTP: c.HTTP,
		})
	},
}
