package autotask

import (
	"countersign/core/integration"
	"countersign/core/ticket"
)

// The names of a connection's settings.
const (
	SettingUserName        = "user_name"
	SettingSecret          = "secret"
	SettingIntegrationCode = "integration_code"
	SettingHookSecret      = integration.SettingWebhookSecret // may be left out
)

// The fields of a ticket default that Autotask has beside the common ones.
const (
	FieldTicketType = "ticket_type"
	FieldDueHours   = "due_hours"
)

// Vendor describes Autotask PSA. It has no Remover: Autotask deletes no tickets, so one that is done with is closed.
var Vendor = integration.Vendor{
	Kind:    name,
	Name:    "Autotask PSA",
	Address: integration.Address{Label: "Autotask address", Example: "https://ww5.autotask.net", Default: DefaultBaseURL},
	Capabilities: []integration.Capability{
		integration.Tickets, integration.NoteSearch, integration.Attachments, integration.TicketChoices,
		integration.Directory, integration.PersonLookup, integration.Webhooks,
	},
	Settings: []integration.Setting{
		{Name: SettingUserName, Label: "API user name", Help: "The generated user name (key) of the API user."},
		{Name: SettingSecret, Label: "API secret", Secret: true, Help: "The generated password (secret). Autotask shows it only until the API user is saved."},
		{Name: SettingIntegrationCode, Label: "Tracking identifier", Secret: true, Help: "Of the API user, on its API Tracking Identifier tab."},
		{Name: SettingHookSecret, Label: "Webhook secret", Optional: true, Secret: true, Help: "The secret key of your webhooks, 24 to 64 characters. Without it changes are read every quarter of an hour."},
	},
	Fields: []integration.Field{
		{Name: ticket.FieldBoard, Label: "Queue", Required: true},
		{Name: ticket.FieldStatus, Label: "Status", Required: true},
		{Name: ticket.FieldPriority, Label: "Priority", Required: true},
		{Name: ticket.FieldType, Label: "Issue type"},
		{Name: ticket.FieldSubtype, Label: "Sub-issue type", Of: ticket.FieldType},
		{Name: ticket.FieldCategory, Label: "Ticket category"},
		{Name: FieldTicketType, Label: "Ticket type"},
		{Name: ticket.FieldSource, Label: "Source"},
		{Name: FieldDueHours, Label: "Due after how many hours (24 if left empty)", Text: true},
		{Name: ticket.FieldCompany, Label: "Organization for unknown callers", Required: true},
		{Name: ticket.FieldClosed, Label: "Status when done", Required: true},
		{Name: ticket.FieldSMSReceived, Label: "Status when an SMS is received"},
	},
	Rights: map[integration.Right]string{
		integration.ReadCompanies: "CRM → Object Permissions: Organizations: View (All)",
		integration.ReadContacts:  "CRM → Object Permissions: Contacts: View (All)",
		integration.ReadTickets:   "Service Desk → Object Permissions: Tickets: View (All)",
		integration.CreateTickets: "Service Desk → Object Permissions: Tickets: Add",
		integration.EditTickets:   "Service Desk → Object Permissions: Tickets: Edit (All)",
		integration.WriteNotes:    "Service Desk → Object Permissions: Ticket Notes: Add",
	},
	Steps: []string{
		"In Autotask open Admin → Resources (Users), choose New → New API User, and give it the security level API User (system); it holds every right listed here.",
		"Generate the key and the secret, and copy both before you save: the secret is never shown again.",
		"Under API Tracking Identifier choose Custom (Internal Integration), enter Countersign as its name, and copy the identifier that appears.",
		"A security level of your own instead of API User (system) is a copy of it that keeps the rights listed here.",
		"Tickets cannot be deleted through Autotask's API: a ticket that tries out a ticket default is completed instead.",
	},
	Pod: &integration.Pod{
		Links: []integration.PodLink{{Screen: "Ticket Insight", Query: "?screen=ticket"}},
		Steps: []string{
			"Autotask shows pods as Insights of vendors that Kaseya has registered with their address; until Countersign is among your vendors, open the pod in a window of its own and look the ticket up by its number.",
			"Open Admin → Extensions & Integrations → Vendors, edit Countersign, tick Active, enable both options under Vendor Insights, and save.",
			"Open Admin → Features & Settings → Ticket Categories and edit the category that your tickets have, mostly the one named Standard.",
			"On its Insights tab drag Countersign from Hidden Insights to Visible Insights, tick Always Display, and save.",
		},
		Origins: []string{"https://*.autotask.net"},
	},
	Webhooks: &integration.WebhookSetup{
		Steps: []string{
			"Make up a secret key of 24 to 64 characters, as a password manager makes them, and give it under Edit as the webhook secret of this connection.",
			"In Autotask add a webhook for contacts and one for companies, for new, changed and deleted ones; Autotask offers both through its API only (ContactWebhooks and CompanyWebhooks).",
			"Give each this address as its webhook URL and its deactivation URL, and the same secret key.",
			"Subscribe the fields of names, e-mail addresses, phone numbers and whether somebody is active.",
			"Exclude the API user of this connection as a resource, so that Autotask does not tell of what Countersign wrote itself.",
		},
	},
	Open: func(c integration.Connection) (integration.System, error) {
		return New(Config{
			BaseURL: c.BaseURL, UserName: c.Credentials[SettingUserName], Secret: c.Credentials[SettingSecret],
			IntegrationCode: c.Credentials[SettingIntegrationCode], HookSecret: c.Credentials[SettingHookSecret], HTTP: c.HTTP,
		})
	},
}
