package connectwise

import (
	"countersign/core/integration"
	"countersign/core/ticket"
)

// The names of a connection's settings.
const (
	SettingCompany    = "company"
	SettingPublicKey  = "public_key"
	SettingPrivateKey = "private_key"
	SettingClientID   = "client_id"
)

// Vendor describes ConnectWise PSA.
var Vendor = integration.Vendor{
	Kind: name,
	Name: "ConnectWise PSA",
	Address: integration.Address{
		Label: "Server", Example: "https://api-eu.myconnectwise.net", Default: DefaultBaseURL,
	},
	Capabilities: []integration.Capability{
		integration.Tickets, integration.NoteSearch, integration.Attachments, integration.TicketRemoval,
		integration.TicketChoices, integration.Directory, integration.PersonLookup,
		integration.Webhooks, integration.WebhookSetting,
	},
	Settings: []integration.Setting{
		{Name: SettingCompany, Label: "Company ID", Help: "What you type as company when you log in to ConnectWise."},
		{Name: SettingPublicKey, Label: "Public key", Help: "Of the API member, on its API Keys tab."},
		{Name: SettingPrivateKey, Label: "Private key", Secret: true, Help: "ConnectWise shows it once, when the pair of keys is made."},
		{Name: SettingClientID, Label: "Client ID", Help: "Issued to you at developer.connectwise.com."},
	},
	Fields: []integration.Field{
		{Name: ticket.FieldBoard, Label: "Service board", Required: true},
		{Name: ticket.FieldStatus, Label: "Status", Required: true, Of: ticket.FieldBoard},
		{Name: ticket.FieldType, Label: "Type", Of: ticket.FieldBoard},
		{Name: ticket.FieldSubtype, Label: "Subtype", Of: ticket.FieldType},
		{Name: ticket.FieldItem, Label: "Item", Of: ticket.FieldSubtype},
		{Name: ticket.FieldPriority, Label: "Priority", Required: true},
		{Name: ticket.FieldSource, Label: "Source", Required: true},
		{Name: ticket.FieldCompany, Label: "Company for unknown callers", Required: true},
		{Name: ticket.FieldClosed, Label: "Status when done", Required: true, Of: ticket.FieldBoard},
		{Name: ticket.FieldSMSReceived, Label: "Status when an SMS is received", Of: ticket.FieldBoard},
	},
	Rights: map[integration.Right]string{
		integration.ReadCompanies: "Companies → Company Maintenance: Inquire (All)",
		integration.ReadContacts:  "Companies → Contacts: Inquire (All)",
		integration.ReadTickets:   "Service Desk → Service Tickets: Inquire (All)",
		integration.CreateTickets: "Service Desk → Service Tickets: Add (All)",
		integration.EditTickets:   "Service Desk → Service Tickets and Close Service Tickets: Edit (All)",
		integration.DeleteTickets: "Service Desk → Service Tickets: Delete (All)",
		integration.ReadSetup:     "System → Table Setup: Inquire (All)",
	},
	Steps: []string{
		"In ConnectWise open System → Security Roles, add a role named Countersign and give it the rights listed here.",
		"Give the role Companies → Manage Attachments: Add and Inquire (All) as well, so that pictures that clients send reach their tickets.",
		"Beside Table Setup choose \"customize\" and allow Company Status, Service Board, Priority and Source.",
		"So that ConnectWise tells of changes as they happen, raise Table Setup to Add, Edit and Delete (All) and allow General / Auto Sync there.",
		"Open System → Members → API Members, add a member with this role, and save it.",
		"On the member's API Keys tab add a key, save, and copy both keys before you leave the page: the private one is never shown again.",
		"Deleting tickets is needed only while a ticket default is tried out; the right can be taken back afterwards.",
	},
	Pod: &integration.Pod{
		Links: []integration.PodLink{
			{Screen: "Service Ticket", Query: "?screen=[cw_screen]&id=[cw_id]"},
			{Screen: "Contact", Query: "?screen=[cw_screen]&id=[cw_id]"},
		},
		Steps: []string{
			"In ConnectWise open System → Setup Tables → Manage Hosted API and add an entry for each of the two screens.",
			"Choose the screen, paste its address from here into URL, and the address up to its first single slash into Origin.",
			"Choose to display it as a pod, 600 pixels high on the ticket and 800 on the contact.",
			"On a ticket and on a contact open the pod settings and add Countersign to the layout.",
		},
		Origins: []string{"https://*.myconnectwise.net", "https://*.connectwisedev.com"},
	},
	Webhooks: &integration.WebhookSetup{
		Steps: []string{
			"There is nothing to set up: whenever Countersign reads everybody, it enters this address in ConnectWise for contacts and companies. ConnectWise has to be able to reach it.",
		},
	},
	Open: func(c integration.Connection) (integration.System, error) {
		return New(Config{
			BaseURL: c.BaseURL, Company: c.Credentials[SettingCompany], PublicKey: c.Credentials[SettingPublicKey],
			PrivateKey: c.Credentials[SettingPrivateKey], ClientID: c.Credentials[SettingClientID], HTTP: c.HTTP,
		})
	},
}
