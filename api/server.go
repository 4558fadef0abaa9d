package api

import (
	"countersign/api/gen"
	"countersign/core/password"
)

// server answers every operation of the description: each resource has a struct of its own, in a file of its own.
type server struct {
	sessions
	passwords
	pod
	users
	apiKeys

	companies
	contacts
	contactPoints
	imports

	channels
	verifications
	evidences

	conversations
	conversationTemplates
	smsChannels
	unknownSenders
	technicianVerifications

	tickets
	ticketWrites
	ticketDefaults
	choices

	integrations

	policies
	templates
	brandings
	settings
	inboundSettings
	audits

	events
}

var _ gen.StrictServerInterface = server{}

func newServer(d Deps) server {
	mails := mails{Log: d.Log, Now: d.Now, PublicURL: d.PublicURL, Notify: d.Notify}
	schedules := schedules{Temporal: d.Temporal, Log: d.Log}
	return server{
		sessions:  sessions{Store: d.Store, Now: d.Now, SandboxURL: d.SandboxURL, Decoy: password.Decoy},
		passwords: passwords{Store: d.Store, Now: d.Now, Log: d.Log, Mails: mails},
		pod:       pod{Store: d.Store, Now: d.Now, Origin: originOf(d.PublicURL)},
		users:     users{Store: d.Store, Mails: mails},
		apiKeys:   apiKeys{Store: d.Store, Now: d.Now},

		companies:     companies{Store: d.Store},
		contacts:      contacts{Store: d.Store, Now: d.Now},
		contactPoints: contactPoints{Store: d.Store, Now: d.Now},
		imports:       imports{Store: d.Store},

		channels:      channels{Store: d.Store, Now: d.Now},
		verifications: verifications{Store: d.Store, Now: d.Now, Runs: newRuns(d.Temporal)},
		evidences:     evidences{Store: d.Store},

		conversations:           conversations{Store: d.Store, Now: d.Now, Log: d.Log, Ticket: d.Ticket, Converse: d.Converse},
		conversationTemplates:   conversationTemplates{Store: d.Store, Now: d.Now},
		smsChannels:             smsChannels{Store: d.Store, Now: d.Now, SMSNumber: d.SMSNumber},
		unknownSenders:          unknownSenders{Store: d.Store},
		technicianVerifications: technicianVerifications{Store: d.Store, Now: d.Now, Temporal: d.Temporal, WakeTicket: d.WakeTicket},

		tickets:        tickets{Store: d.Store, Now: d.Now, PSAs: d.PSAs},
		ticketWrites:   ticketWrites{Store: d.Store, Now: d.Now, WakeTicket: d.WakeTicket},
		ticketDefaults: ticketDefaults{Store: d.Store, Now: d.Now, PSAs: d.PSAs, Schedules: schedules},
		choices:        choices{PSAs: d.PSAs},

		integrations: integrations{Store: d.Store, Now: d.Now, PublicURL: d.PublicURL, PSAs: d.PSAs, Schedules: schedules},

		policies:        policies{Store: d.Store},
		templates:       templates{Store: d.Store},
		brandings:       brandings{Store: d.Store},
		settings:        settings{Store: d.Store},
		inboundSettings: inboundSettings{Store: d.Store, SMSNumber: d.SMSNumber},
		audits:          audits{Store: d.Store, Now: d.Now, Log: d.Log},

		events: newEvents(d.Store, d.Log),
	}
}
