package api

import (
	"countersign/api/account"
	"countersign/api/alerts"
	"countersign/api/connections"
	"countersign/api/gen"
	"countersign/api/live"
	"countersign/api/messages"
	"countersign/api/people"
	"countersign/api/respond"
	"countersign/api/settings"
	"countersign/api/tickets"
	"countersign/api/verify"
	"countersign/core/password"
)

// server answers every operation of the description: each resource has a struct of its own, in a file of its own.
type server struct {
	account.Sessions
	account.Passwords
	account.PodTokens
	account.Users
	account.APIKeys

	people.Companies
	people.Contacts
	people.ContactPoints
	people.Imports
	people.Denials

	alerts.Alerts

	verify.Channels
	verify.Verifications
	verify.Evidence

	messages.Conversations
	messages.ConversationTemplates
	messages.SMSChannels
	messages.UnknownSenders
	messages.TechnicianVerifications

	tickets.Tickets
	tickets.TicketWrites
	tickets.TicketDefaults
	tickets.Choices

	connections.Integrations

	settings.Policies
	settings.Templates
	settings.Branding
	settings.Settings
	settings.InboundSettings
	settings.Audit

	live.Events
	live.Counts
}

var _ gen.StrictServerInterface = server{}

func newServer(d Deps) server {
	mails := account.Mails{Log: d.Log, Now: d.Now, PublicURL: d.PublicURL, Notify: d.Notify}
	return server{
		Sessions:  account.Sessions{Store: d.Store, Now: d.Now, Log: d.Log, SandboxURL: d.SandboxURL, Decoy: password.Decoy},
		Passwords: account.Passwords{Store: d.Store, Now: d.Now, Log: d.Log, Mails: mails},
		PodTokens: account.PodTokens{Store: d.Store, Now: d.Now, Origin: respond.OriginOf(d.PublicURL)},
		Users:     account.Users{Store: d.Store, Mails: mails},
		APIKeys:   account.APIKeys{Store: d.Store, Now: d.Now, Mails: mails},

		Companies:     people.Companies{Store: d.Store},
		Contacts:      people.Contacts{Store: d.Store, Now: d.Now},
		ContactPoints: people.ContactPoints{Store: d.Store, Now: d.Now},
		Imports:       people.Imports{Store: d.Store},
		Denials:       people.Denials{Store: d.Store, Now: d.Now},

		Alerts: alerts.Alerts{Store: d.Store, Now: d.Now},

		Channels:      verify.Channels{Store: d.Store, Now: d.Now},
		Verifications: verify.Verifications{Store: d.Store, Now: d.Now, Log: d.Log, Dispatch: d.Dispatch, Ticket: d.Ticket, Notify: d.Notify, PublicURL: d.PublicURL, Build: d.Build, SignalTicketWrites: d.SignalTicketWrites},
		Evidence:      verify.Evidence{Store: d.Store},

		Conversations:           messages.Conversations{Store: d.Store, Now: d.Now, Log: d.Log, Ticket: d.Ticket, SignalConversation: d.SignalConversation, SignalTicketWrites: d.SignalTicketWrites, Media: d.Media},
		ConversationTemplates:   messages.ConversationTemplates{Store: d.Store, Now: d.Now},
		SMSChannels:             messages.SMSChannels{Store: d.Store, Now: d.Now, PSAs: d.PSAs},
		UnknownSenders:          messages.UnknownSenders{Store: d.Store},
		TechnicianVerifications: messages.TechnicianVerifications{Store: d.Store, Now: d.Now, Dispatch: d.Dispatch, Ticket: d.Ticket, SignalTicketWrites: d.SignalTicketWrites},

		Tickets:        tickets.Tickets{Store: d.Store, Now: d.Now, PSAs: d.PSAs},
		TicketWrites:   tickets.TicketWrites{Store: d.Store, Now: d.Now, SignalTicketWrites: d.SignalTicketWrites},
		TicketDefaults: tickets.TicketDefaults{Store: d.Store, Now: d.Now, Log: d.Log, PSAs: d.PSAs, Dispatch: d.Dispatch},
		Choices:        tickets.Choices{PSAs: d.PSAs},

		Integrations: connections.Integrations{Store: d.Store, Now: d.Now, PublicURL: d.PublicURL, Log: d.Log, PSAs: d.PSAs, Dispatch: d.Dispatch},

		Policies:        settings.Policies{Store: d.Store},
		Templates:       settings.Templates{Store: d.Store},
		Branding:        settings.Branding{Store: d.Store},
		Settings:        settings.Settings{Store: d.Store},
		InboundSettings: settings.InboundSettings{Store: d.Store, SMSNumber: d.SMSNumber},
		Audit:           settings.Audit{Store: d.Store, Now: d.Now, Log: d.Log},

		Events: live.NewEvents(d.Store, d.Log),
		Counts: live.Counts{Store: d.Store},
	}
}
