package api

import "countersign/api/gen"

// server answers every operation of the description: each resource has a struct of its own, in a file of its own.
type server struct {
	sessions
	passwords
	pod
	users
	apiKeys
	companies
	contacts
	imports
	channels
	verifications
	events
	policies
	templates
	brandings
	settings
	audits
	technicianVerifications
	unknownSenders
	conversations
	conversationTemplates
	smsChannels
	inboundSettings
	integrations
	contactPoints
	tickets
	ticketWrites
	ticketDefaults
	choices
}

var _ gen.StrictServerInterface = server{}

func newServer(d Deps) server {
	return server{
		sessions:                newSessions(d),
		passwords:               newPasswords(d),
		pod:                     newPod(d),
		users:                   newUsers(d),
		apiKeys:                 newAPIKeys(d),
		companies:               newCompanies(d),
		contacts:                newContacts(d),
		imports:                 newImports(d),
		channels:                newChannels(d),
		verifications:           newVerifications(d),
		events:                  newEvents(d),
		policies:                newPolicies(d),
		templates:               newTemplates(d),
		brandings:               newBrandings(d),
		settings:                newSettings(d),
		audits:                  newAudits(d),
		technicianVerifications: newTechnicianVerifications(d),
		unknownSenders:          newUnknownSenders(d),
		conversations:           newConversations(d),
		conversationTemplates:   newConversationTemplates(d),
		smsChannels:             newSmsChannels(d),
		inboundSettings:         newInboundSettings(d),
		integrations:            newIntegrations(d),
		contactPoints:           newContactPoints(d),
		tickets:                 newTickets(d),
		ticketWrites:            newTicketWrites(d),
		ticketDefaults:          newTicketDefaults(d),
		choices:                 newChoices(d),
	}
}
