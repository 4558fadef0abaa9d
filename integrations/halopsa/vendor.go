package halopsa

import (
	"countersign/core/integration"
	"countersign/core/ticket"
)

// The names of a connection's settings.
const (
	SettingClientID     = "client_id"
	SettingClientSecret = "client_secret"
	SettingHookSecret   = integration.SettingWebhookSecret // may be left out
)

// Vendor describes HaloPSA. One scope of HaloPSA's covers companies and their people, another all that is written into tickets: the rights that
// are not listed come with those that are.
var Vendor = integration.Vendor{
	Kind:    name,
	Name:    "HaloPSA",
	Address: integration.Address{Label: "Resource Server URL", Example: example},
	Capabilities: []integration.Capability{
		integration.Tickets, integration.NoteSearch, integration.Attachments, integration.TicketRemoval,
		integration.TicketChoices, integration.Directory, integration.PersonLookup,
		integration.Webhooks,
	},
	Settings: []integration.Setting{
		{Name: SettingClientID, Label: "Client ID", Help: "Of the application, on its Details tab."},
		{Name: SettingClientSecret, Label: "Client Secret", Secret: true, Help: "HaloPSA shows it once, when the application is made."},
		{Name: SettingHookSecret, Label: "Webhook secret", Optional: true, Secret: true, Help: "The password of your webhook, at least 24 characters. Without it changes are read every quarter of an hour."},
	},
	Fields: []integration.Field{
		{Name: ticket.FieldType, Label: "Ticket type", Required: true},
		{Name: ticket.FieldStatus, Label: "Status", Of: ticket.FieldType},
		{Name: ticket.FieldBoard, Label: "Team"},
		{Name: ticket.FieldPriority, Label: "Priority"},
		{Name: ticket.FieldCategory, Label: "Category", Of: ticket.FieldType},
		{Name: ticket.FieldCompany, Label: "Customer for unknown callers", Required: true},
		{Name: ticket.FieldClosed, Label: "Status when done", Required: true, Of: ticket.FieldType},
		{Name: ticket.FieldSMSReceived, Label: "Status when an SMS is received", Of: ticket.FieldType},
	},
	Rights: map[integration.Right]string{
		integration.ReadCompanies: "read:customers",
		integration.ReadTickets:   "read:tickets",
		integration.EditTickets:   "edit:tickets",
		integration.DeleteTickets: "Can Delete Tickets",
	},
	Steps: []string{
		"In HaloPSA open Configuration → Teams & Agents → Agents, add an agent named Countersign and tick \"Is an API-only Agent\".",
		"Give the agent's role access to the tickets, customers and users that Countersign is to see.",
		"Open Configuration → Integrations → HaloPSA API and copy the Resource Server; paste it here as it begins, with https://, and without /api at its end.",
		"There choose View Applications, add one with the authentication method \"Client ID and Secret (Services)\", and copy both before you leave the page: the secret is never shown again.",
		"Set the application's login type to Agent, choose the agent Countersign, and tick on the Permissions tab read and edit of tickets, crm and items, and read of customers.",
		"The agent's permission \"Can Delete Tickets\" is needed only while a ticket default is tried out; it can be taken back afterwards.",
	},
	Pod: &integration.Pod{
		Links: []integration.PodLink{{Screen: "Ticket", Query: "?screen=ticket&id={$ID}"}},
		Steps: []string{
			"In HaloPSA open Configuration → Custom Objects → Custom Tabs and add a tab named Countersign.",
			"Choose the entity Ticket, the type Iframe and the sequence 2, and paste the address from here into URL.",
			"Open each ticket type that is to show it and allow the tab, or tick \"Allow all Custom Tabs\".",
		},
		Origins: []string{"https://*.halopsa.com", "https://*.haloitsm.com", "https://*.haloservicedesk.com"},
	},
	Webhooks: &integration.WebhookSetup{
		Steps: []string{
			"Make up a password of at least 24 characters, as a password manager makes them, and give it under Edit as the webhook secret of this connection.",
			"In HaloPSA open Configuration → Integrations → Webhooks and add a webhook named Countersign with the method POST and the content type application/json.",
			"Paste this address into Payload URL, and choose Basic Authentication with the user name countersign and that password.",
			"Add the events of users and customers that were added, changed or deleted, and enable the webhook.",
		},
	},
	Open: func(c integration.Connection) (integration.System, error) {
		return New(Config{
			BaseURL: c.BaseURL, ClientID: c.Credentials[SettingClientID], ClientSecret: c.Credentials[SettingClientSecret],
			HookSecret: c.Credentials[SettingHookSecret], HTTP: c.HTTP,
		})
	},
}
