package zendesk

import (
	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/zendesk/app"
)

// The names of a connection's settings.
const (
	SettingEmail       = "email"
	SettingToken       = "api_token"
	SettingMobileField = "mobile_field"                   // may be left out
	SettingHookSecret  = integration.SettingWebhookSecret // may be left out
)

// Vendor describes Zendesk. Its rights are those that a custom role can take away by itself; an administrator has all of them.
var Vendor = integration.Vendor{
	Kind:    name,
	Name:    "Zendesk",
	Address: integration.Address{Label: "Zendesk address", Example: example},
	Capabilities: []integration.Capability{
		integration.Tickets, integration.NoteSearch, integration.Attachments, integration.TicketRemoval, integration.TicketChoices,
		integration.Directory, integration.Webhooks,
	},
	Settings: []integration.Setting{
		{Name: SettingEmail, Label: "E-mail address", Help: "Of the agent for whom the token acts: notes are theirs, and so are tickets of unknown callers."},
		{Name: SettingToken, Label: "API token", Secret: true, Help: "Zendesk shows it once, when it is made."},
		{Name: SettingMobileField, Label: "User field for mobile numbers", Optional: true, Help: "The key of a user field that holds mobile numbers. Leave it empty if the phone in Zendesk is the mobile."},
		{Name: SettingHookSecret, Label: "Webhook secret", Optional: true, Secret: true, Help: "The signing secret of your webhook. Without it changes are read every quarter of an hour."},
	},
	Fields: []integration.Field{
		{Name: ticket.FieldBoard, Label: "Group", Required: true},
		{Name: FieldForm, Label: "Ticket form"},
		{Name: ticket.FieldStatus, Label: "Status"},
		{Name: ticket.FieldType, Label: "Type"},
		{Name: ticket.FieldPriority, Label: "Priority"},
		{Name: ticket.FieldClosed, Label: "Status when done", Required: true},
		{Name: ticket.FieldSMSReceived, Label: "Status when an SMS is received"},
	},
	Rights: map[integration.Right]string{
		integration.ReadContacts:  "People → View lists of end users",
		integration.ReadTickets:   "Tickets → Access to tickets: all",
		integration.EditTickets:   "Tickets → Edit ticket properties",
		integration.DeleteTickets: "Tickets → Delete tickets",
	},
	Steps: []string{
		"In Zendesk open Admin Center → People → Team members and add an agent named Countersign with the role Administrator.",
		"With a custom role instead of Administrator give it the rights listed here; each sync then reads everybody, for only administrators can ask what changed.",
		"Open Admin Center → Apps and integrations → APIs → API settings, allow API token access, and confirm.",
		"On the same page add an API token, copy it before you close the window, and give it here together with the agent's e-mail address.",
		"If you keep mobile numbers in a user field, copy its key from Admin Center → People → Configuration → User fields.",
		"Deleting tickets is needed only while a ticket default is tried out; the right can be taken back afterwards.",
	},
	Pod: &integration.Pod{
		App:   app.App,
		Links: []integration.PodLink{{Screen: "Ticket", Query: "?screen=ticket&id={{ticket.id}}"}},
		Steps: []string{
			"Download the Countersign app for Zendesk from here; it is a private app that holds the address of your pod and nothing else.",
			"In Zendesk open Admin Center → Apps and integrations → Zendesk Support apps, choose Upload private app, and upload the file.",
			"Install it; restrict it to the roles or groups that verify callers.",
			"Open a ticket and choose the apps panel at its side.",
		},
		Origins: []string{"https://*.zendesk.com", "https://*.apps.zdusercontent.com"},
	},
	Webhooks: &integration.WebhookSetup{
		Steps: []string{
			"In Zendesk open Admin Center → Apps and integrations → Webhooks and create a webhook that is connected to Zendesk events.",
			"Choose the events of users and of organizations: created, changed and deleted.",
			"Paste this address into Endpoint URL, with the method POST, the format JSON and no authentication, and create it.",
			"Open the webhook, reveal its signing secret, and give it under Edit as the webhook secret of this connection.",
			"Do it only where the agent of this connection is an administrator: with a custom role each change would have everybody read again.",
		},
	},
	Open: func(c integration.Connection) (integration.System, error) {
		return New(Config{
			BaseURL: c.BaseURL, Email: c.Credentials[SettingEmail], Token: c.Credentials[SettingToken], MobileField: c.Credentials[SettingMobileField],
			HookSecret: c.Credentials[SettingHookSecret], HTTP: c.HTTP,
		})
	},
}
